// GRU with the reset after the product (PyTorch's), steps start … end−1.      z: [T,B,3H] in the order z r n   wh: [H,3H]
//   u = hₜ₋₁·Wh + bh   z = σ(a_z + u_z)   r = σ(a_r + u_r)   n = tanh(a_n + r∗u_n)   hₜ = (1−z)∗n + z∗hₜ₋₁
//   a: the input's share, bound as z   bh: [3H]   gates: [T,B,4H] with z r n u_n   h: [T,B,H]   h_first: [B,H]
// A workgroup carries eight rows of the batch through the steps. An invocation has all gates of eight rows and four
// units at a time in registers, which suits adapters that compute on the processor; H is at most 512.
// CPU twin: crates/compute/src/ops/gru_after.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> wh: array<f32>;
@group(0) @binding(3) var<storage, read> bh: array<f32>;
@group(0) @binding(4) var<storage, read> h_first: array<f32>;
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;
@group(0) @binding(6) var<storage, read_write> h: array<f32>;
const ROWS = 8u;
const LANES = 32u;
var<workgroup> h_prev: array<vec4<f32>, 1024>; // of the group's rows, unit after unit

fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -87.0, 87.0))); }
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
    let keep = sigmoid(z[a] + z_sum + bh[j]);
    let reset = sigmoid(z[a + hid] + r_sum + bh[hid + j]);
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
    for (var t = p.start; t < p.end; t += 1u) {
        for (var j = lane; j < hid; j += LANES) {
            for (var half = 0u; half < 2u; half += 1u) {
                let rows = min(first + 4u * half + vec4(0u, 1u, 2u, 3u), vec4(p.batch - 1u)) * hid + j;
                if t == 0u {
                    h_prev[2u * j + half] = vec4(h_first[rows.x], h_first[rows.y], h_first[rows.z], h_first[rows.w]);
                } else {
                    let at = rows + (t - 1u) * step;
                    h_prev[2u * j + half] = vec4(h[at.x], h[at.y], h[at.z], h[at.w]);
                }
            }
        }
        workgroupBarrier(); // hₜ₋₁ is complete
        for (var j0 = lane; j0 < hid; j0 += 4u * LANES) {
            // Sums of gate, unit and half of the rows: z0a is gate z, unit 0, rows 0 … 3.
            var z0a = vec4(0.0); var z0b = vec4(0.0); var z1a = vec4(0.0); var z1b = vec4(0.0);
            var z2a = vec4(0.0); var z2b = vec4(0.0); var z3a = vec4(0.0); var z3b = vec4(0.0);
            var r0a = vec4(0.0); var r0b = vec4(0.0); var r1a = vec4(0.0); var r1b = vec4(0.0);
            var r2a = vec4(0.0); var r2b = vec4(0.0); var r3a = vec4(0.0); var r3b = vec4(0.0);
            var n0a = vec4(0.0); var n0b = vec4(0.0); var n1a = vec4(0.0); var n1b = vec4(0.0);
            var n2a = vec4(0.0); var n2b = vec4(0.0); var n3a = vec4(0.0); var n3b = vec4(0.0);
            var w0 = j0;
            var w1 = min(j0 + 1u * LANES, hid - 1u);
            var w2 = min(j0 + 2u * LANES, hid - 1u);
            var w3 = min(j0 + 3u * LANES, hid - 1u);
            for (var k = 0u; k < hid; k += 1u) {
                let a = h_prev[2u * k];
                let b = h_prev[2u * k + 1u];
                let z0 = wh[w0]; z0a += a * z0; z0b += b * z0;
                let r0 = wh[w0 + hid]; r0a += a * r0; r0b += b * r0;
                let n0 = wh[w0 + 2u * hid]; n0a += a * n0; n0b += b * n0;
                w0 += 3u * hid;
                let z1 = wh[w1]; z1a += a * z1; z1b += b * z1;
                let r1 = wh[w1 + hid]; r1a += a * r1; r1b += b * r1;
                let n1 = wh[w1 + 2u * hid]; n1a += a * n1; n1b += b * n1;
                w1 += 3u * hid;
                let z2 = wh[w2]; z2a += a * z2; z2b += b * z2;
                let r2 = wh[w2 + hid]; r2a += a * r2; r2b += b * r2;
                let n2 = wh[w2 + 2u * hid]; n2a += a * n2; n2b += b * n2;
                w2 += 3u * hid;
                let z3 = wh[w3]; z3a += a * z3; z3b += b * z3;
                let r3 = wh[w3 + hid]; r3a += a * r3; r3b += b * r3;
                let n3 = wh[w3 + 2u * hid]; n3a += a * n3; n3b += b * n3;
                w3 += 3u * hid;
            }
            var sums = array<vec4<f32>, 24>(
                z0a, r0a, n0a, z0b, r0b, n0b,
                z1a, r1a, n1a, z1b, r1b, n1b,
                z2a, r2a, n2a, z2b, r2b, n2b,
                z3a, r3a, n3a, z3b, r3b, n3b
            );
            for (var n = 0u; n < 8u; n += 1u) {
                let j = j0 + (n / 2u) * LANES;
                for (var r = 0u; r < 4u; r += 1u) {
                    let b = first + (n % 2u) * 4u + r;
                    if j >= hid || b >= p.batch { continue; }
                    finish(t, b, j, sums[3u * n][r], sums[3u * n + 1u][r], sums[3u * n + 2u][r]);
                }
            }
        }
        workgroupBarrier(); // every invocation is done with hₜ₋₁
    }
}
