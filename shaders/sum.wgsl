// yᵢ = scale·Σ over `part` numbers from i·part on, xⱼ.      A workgroup a sum.      CPU twin: crates/compute/src/ops/sum.rs
struct Params { len: u32, part: u32, scale: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
const LANES = 256u;
const STRIDE = 16u; // √LANES
var<workgroup> partial: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let end = min((group.x + 1u) * p.part, p.len);
    var sum = 0.0;
    for (var j = group.x * p.part + lane; j < end; j += LANES) { sum += x[j]; }
    partial[lane] = sum;
    // In two stages: more would wait for each other more often, one would leave 255 additions to one invocation.
    workgroupBarrier();
    if lane < STRIDE {
        for (var i = 1u; i < LANES / STRIDE; i += 1u) { sum += partial[lane + i * STRIDE]; }
        partial[lane] = sum;
    }
    workgroupBarrier();
    if lane == 0u {
        for (var i = 1u; i < STRIDE; i += 1u) { sum += partial[i]; }
        y[group.x] = p.scale * sum;
    }
}
