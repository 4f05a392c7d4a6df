// RNN, steps start … end−1 of a sequence.      z, s: [T,B,H]   wh: [H,H]   s_first: [B,H]
//   sₜ = φ(zₜ + sₜ₋₁·W)    φ by the variant: 0 tanh, 1 relu, 2 the identity
// A workgroup carries four rows of the batch through the steps. CPU twin: crates/compute/src/ops/rnn.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> wh: array<f32>;
@group(0) @binding(3) var<storage, read> s_first: array<f32>;
@group(0) @binding(4) var<storage, read_write> s: array<f32>;
const ROWS = 4u;
const LANES = 128u;
var<workgroup> s_prev: array<vec4<f32>, 1024>; // of the group's rows, unit after unit

fn phi(x: f32) -> f32 {
    if p.variant == 0u { return tanh(clamp(x, -15.0, 15.0)); } // some drivers overflow inside tanh beyond that
    if p.variant == 1u { return max(x, 0.0); }
    return x;
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let first = group.x * ROWS;
    let hid = p.hidden;
    let step = p.batch * hid;
    let rows = min(first + vec4(0u, 1u, 2u, 3u), vec4(p.batch - 1u)) * hid; // beyond the batch its last row stands in
    for (var t = p.start; t < p.end; t += 1u) {
        for (var j = lane; j < hid; j += LANES) {
            if t == 0u {
                s_prev[j] = vec4(s_first[rows.x + j], s_first[rows.y + j], s_first[rows.z + j], s_first[rows.w + j]);
            } else {
                let at = rows + (t - 1u) * step + j;
                s_prev[j] = vec4(s[at.x], s[at.y], s[at.z], s[at.w]);
            }
        }
        workgroupBarrier(); // sₜ₋₁ is complete
        for (var j = lane; j < hid; j += LANES) {
            var sum = vec4(0.0);
            for (var k = 0u; k < hid; k += 1u) { sum += s_prev[k] * wh[k * hid + j]; }
            for (var r = 0u; r < ROWS && first + r < p.batch; r += 1u) {
                let now = t * step + (first + r) * hid + j;
                s[now] = phi(z[now] + sum[r]);
            }
        }
        workgroupBarrier(); // every invocation is done with sₜ₋₁
    }
}
