// RNN backwards, steps end−1 … start.      ds, s, dz: [T,B,H]   wh_t: [H,H]
//   ds += states[t+1]    dz = ds∗φ′    states[t] = dz·Wᵀ, zero where a block of steps begins
//   φ′ by the variant, from the value: 0 tanh: 1−s², 1 relu: s > 0, 2 the identity: 1
// states: [1,slots,B,H]; with one slot every step overwrites it.
// A workgroup carries four rows of the batch. CPU twin: crates/compute/src/ops/rnn.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> ds: array<f32>;
@group(0) @binding(2) var<storage, read> s: array<f32>;
@group(0) @binding(3) var<storage, read> wh_t: array<f32>;
@group(0) @binding(4) var<storage, read_write> dz: array<f32>;
@group(0) @binding(5) var<storage, read_write> states: array<f32>;
const ROWS = 4u;
const LANES = 128u;
var<workgroup> staged: array<vec4<f32>, 1024>; // dz of the group's rows

fn phi_derivative(s: f32) -> f32 {
    if p.variant == 0u { return 1.0 - s * s; }
    if p.variant == 1u { return select(0.0, 1.0, s > 0.0); }
    return 1.0;
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let first = group.x * ROWS;
    let hid = p.hidden;
    let step = p.batch * hid;
    for (var n = p.end; n > p.start; n -= 1u) {
        let t = n - 1u;
        let is_cut = t > 0u && (p.steps - t) % p.block == 0u;
        let after = select((t + 1u) * step, 0u, p.slots == 1u);
        let before = select(t * step, 0u, p.slots == 1u);
        for (var j = lane; j < hid; j += LANES) {
            var dz_now = vec4(0.0);
            for (var r = 0u; r < ROWS && first + r < p.batch; r += 1u) {
                let unit = (first + r) * hid + j;
                let ds_now = states[after + unit] + ds[t * step + unit];
                states[after + unit] = ds_now;
                dz_now[r] = ds_now * phi_derivative(s[t * step + unit]);
                dz[t * step + unit] = dz_now[r];
            }
            staged[j] = dz_now;
        }
        workgroupBarrier(); // dzₜ is complete
        for (var j = lane; j < hid; j += LANES) {
            var sum = vec4(0.0);
            for (var k = 0u; k < hid && !is_cut; k += 1u) { sum += staged[k] * wh_t[k * hid + j]; }
            for (var r = 0u; r < ROWS && first + r < p.batch; r += 1u) {
                states[before + (first + r) * hid + j] = sum[r];
            }
        }
        workgroupBarrier(); // every invocation is done with dzₜ
    }
}
