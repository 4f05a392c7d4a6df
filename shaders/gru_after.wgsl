// GRU with the reset after the product (PyTorch's), steps start … end−1.      z: [T,B,3H] in the order z r n   wh: [H,3H]
//   u = hₜ₋₁·Wh + bh   z = σ(a_z + u_z)   r = σ(a_r + u_r)   n = tanh(a_n + r∗u_n)   hₜ = (1−z)∗n + z∗hₜ₋₁
//   a: the input's share, bound as z   bh: [3H]   gates: [T,B,4H] with z r n u_n   h: [T,B,H]   h_first: [B,H]
// A workgroup carries four rows of the batch through the steps.
// CPU twin: crates/compute/src/ops/gru_after.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> wh: array<f32>;
@group(0) @binding(3) var<storage, read> bh: array<f32>;
@group(0) @binding(4) var<storage, read> h_first: array<f32>;
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;
@group(0) @binding(6) var<storage, read_write> h: array<f32>;
const ROWS = 4u;
const LANES = 128u;
var<workgroup> h_prev: array<vec4<f32>, 1024>; // of the group's rows, unit after unit

// Not below -24: see `gate` in math.rs.
fn gate(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -24.0, 87.0))); }
fn safe_tanh(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); } // some drivers overflow inside tanh beyond that

// The gates and the state of one row and unit, from its sums hₜ₋₁·Wh.
fn finish(t: u32, b: u32, j: u32, z_sum: f32, r_sum: f32, n_sum: f32) {
    let hid = p.hidden;
    let now = (t * p.batch + b) * hid + j;
    let a = (t * p.batch + b) * 3u * hid + j;
    let row = (t * p.batch + b) * 4u * hid + j;
    var h_before = h_first[b * hid + j];
    if t > 0u { h_before = h[now - p.batch * hid]; }
    let u = n_sum + bh[2u * hid + j];
    let keep = gate(z[a] + z_sum + bh[j]);
    let reset = gate(z[a + hid] + r_sum + bh[hid + j]);
    let n = safe_tanh(z[a + 2u * hid] + reset * u);
    gates[row] = keep;
    gates[row + hid] = reset;
    gates[row + 2u * hid] = n;
    gates[row + 3u * hid] = u;
    h[now] = (1.0 - keep) * n + keep * h_before;
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
                h_prev[j] = vec4(h_first[rows.x + j], h_first[rows.y + j], h_first[rows.z + j], h_first[rows.w + j]);
            } else {
                let at = rows + (t - 1u) * step + j;
                h_prev[j] = vec4(h[at.x], h[at.y], h[at.z], h[at.w]);
            }
        }
        workgroupBarrier(); // hₜ₋₁ is complete
        for (var j = lane; j < hid; j += LANES) {
            var update = vec4(0.0);
            var reset = vec4(0.0);
            var n = vec4(0.0);
            for (var k = 0u; k < hid; k += 1u) {
                let w = k * 3u * hid + j;
                let x = h_prev[k];
                update += x * wh[w];
                reset += x * wh[w + hid];
                n += x * wh[w + 2u * hid];
            }
            for (var r = 0u; r < ROWS && first + r < p.batch; r += 1u) {
                finish(t, first + r, j, update[r], reset[r], n[r]);
            }
        }
        workgroupBarrier(); // every invocation is done with hₜ₋₁
    }
}
