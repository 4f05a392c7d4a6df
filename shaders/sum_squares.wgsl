// squares[slot + i] = Σ over `part` numbers from i·part on, gⱼ²      A workgroup a sum.
// squares[slots + slot + i] = `tensor` if one of them is no finite number, or if the sum is not below HUGE; else 0.
// CPU twin: crates/compute/src/ops/clip.rs
struct Params { len: u32, part: u32, slot: u32, slots: u32, tensor: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> g: array<u32>; // bits: a compiler may assume that no float is NaN
@group(0) @binding(2) var<storage, read_write> squares: array<f32>;
const LANES = 256u;
const STRIDE = 16u; // √LANES
const EXPONENT = 0x7f800000u; // all ones: ±∞ or NaN
const HUGE = 1e37;
var<workgroup> partial: array<f32, LANES>;
var<workgroup> unsound: atomic<u32>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let end = min((group.x + 1u) * p.part, p.len);
    var sum = 0.0;
    var greatest = 0u;
    for (var j = group.x * p.part + lane; j < end; j += LANES) {
        let bits = g[j];
        let x = bitcast<f32>(bits);
        sum += x * x;
        greatest = max(greatest, bits & EXPONENT);
    }
    partial[lane] = sum;
    if greatest == EXPONENT { atomicStore(&unsound, 1u); }
    // In two stages: more would wait for each other more often, one would leave 255 additions to one invocation.
    workgroupBarrier();
    if lane < STRIDE {
        for (var i = 1u; i < LANES / STRIDE; i += 1u) { sum += partial[lane + i * STRIDE]; }
        partial[lane] = sum;
    }
    workgroupBarrier();
    if lane == 0u {
        for (var i = 1u; i < STRIDE; i += 1u) { sum += partial[i]; }
        let slot = p.slot + group.x;
        squares[slot] = sum;
        squares[p.slots + slot] = select(f32(p.tensor), 0.0, atomicLoad(&unsound) == 0u && sum < HUGE);
    }
}
