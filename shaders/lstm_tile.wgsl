// LSTM, steps start … end−1 of a sequence.      z, gates: [T,B,4H] in the order i f C̃ o   wh: [H,4H]   c, h: [T,B,H]
//   a = zₜ + hₜ₋₁·Wh    i = σ(aᵢ+pᵢ∗Cₜ₋₁)  f = σ(a_f+p_f∗Cₜ₋₁)  C̃ = tanh(a_C)  Cₜ = f∗Cₜ₋₁ + i∗C̃
//   o = σ(aₒ+pₒ∗Cₜ)  hₜ = o∗tanh Cₜ      peepholes: [3,H] in the order i f o, read if the variant is 1
// A workgroup carries eight rows of the batch through the steps. An invocation has all gates of eight rows and four
// units at a time in registers, which suits adapters that compute on the processor; H is at most 512.
// CPU twin: crates/compute/src/ops/lstm.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> wh: array<f32>;
@group(0) @binding(3) var<storage, read> h_first: array<f32>;
@group(0) @binding(4) var<storage, read> c_first: array<f32>;
@group(0) @binding(5) var<storage, read> peepholes: array<f32>;
@group(0) @binding(6) var<storage, read_write> gates: array<f32>;
@group(0) @binding(7) var<storage, read_write> c: array<f32>;
@group(0) @binding(8) var<storage, read_write> h: array<f32>;
const ROWS = 8u;
const LANES = 32u;
var<workgroup> h_prev: array<vec4<f32>, 1024>; // of the group's rows, unit after unit

fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -87.0, 87.0))); }
fn safe_tanh(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); } // some drivers overflow inside tanh beyond that

// The gates and the state of one row and unit, from its sums hₜ₋₁·Wh.
fn finish(t: u32, b: u32, j: u32, i_sum: f32, f_sum: f32, candidate_sum: f32, o_sum: f32) {
    let hid = p.hidden;
    let now = (t * p.batch + b) * hid + j;
    let row = (t * p.batch + b) * 4u * hid + j;
    var c_prev = c_first[b * hid + j];
    if t > 0u { c_prev = c[now - p.batch * hid]; }
    var peep = vec3(0.0);
    if p.variant == 1u { peep = vec3(peepholes[j], peepholes[hid + j], peepholes[2u * hid + j]); }
    let i = sigmoid(z[row] + i_sum + peep.x * c_prev);
    let f = sigmoid(z[row + hid] + f_sum + peep.y * c_prev);
    let candidate = safe_tanh(z[row + 2u * hid] + candidate_sum);
    let c_now = f * c_prev + i * candidate;
    let o = sigmoid(z[row + 3u * hid] + o_sum + peep.z * c_now);
    gates[row] = i;
    gates[row + hid] = f;
    gates[row + 2u * hid] = candidate;
    gates[row + 3u * hid] = o;
    c[now] = c_now;
    h[now] = o * safe_tanh(c_now);
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
            // Sums of gate, unit and half of the rows: i0a is gate i, unit 0, rows 0 … 3.
            var i0a = vec4(0.0); var i0b = vec4(0.0); var i1a = vec4(0.0); var i1b = vec4(0.0);
            var i2a = vec4(0.0); var i2b = vec4(0.0); var i3a = vec4(0.0); var i3b = vec4(0.0);
            var f0a = vec4(0.0); var f0b = vec4(0.0); var f1a = vec4(0.0); var f1b = vec4(0.0);
            var f2a = vec4(0.0); var f2b = vec4(0.0); var f3a = vec4(0.0); var f3b = vec4(0.0);
            var c0a = vec4(0.0); var c0b = vec4(0.0); var c1a = vec4(0.0); var c1b = vec4(0.0);
            var c2a = vec4(0.0); var c2b = vec4(0.0); var c3a = vec4(0.0); var c3b = vec4(0.0);
            var o0a = vec4(0.0); var o0b = vec4(0.0); var o1a = vec4(0.0); var o1b = vec4(0.0);
            var o2a = vec4(0.0); var o2b = vec4(0.0); var o3a = vec4(0.0); var o3b = vec4(0.0);
            var w0 = j0;
            var w1 = min(j0 + 1u * LANES, hid - 1u);
            var w2 = min(j0 + 2u * LANES, hid - 1u);
            var w3 = min(j0 + 3u * LANES, hid - 1u);
            for (var k = 0u; k < hid; k += 1u) {
                let a = h_prev[2u * k];
                let b = h_prev[2u * k + 1u];
                let i0 = wh[w0]; i0a += a * i0; i0b += b * i0;
                let f0 = wh[w0 + hid]; f0a += a * f0; f0b += b * f0;
                let c0 = wh[w0 + 2u * hid]; c0a += a * c0; c0b += b * c0;
                let o0 = wh[w0 + 3u * hid]; o0a += a * o0; o0b += b * o0;
                w0 += 4u * hid;
                let i1 = wh[w1]; i1a += a * i1; i1b += b * i1;
                let f1 = wh[w1 + hid]; f1a += a * f1; f1b += b * f1;
                let c1 = wh[w1 + 2u * hid]; c1a += a * c1; c1b += b * c1;
                let o1 = wh[w1 + 3u * hid]; o1a += a * o1; o1b += b * o1;
                w1 += 4u * hid;
                let i2 = wh[w2]; i2a += a * i2; i2b += b * i2;
                let f2 = wh[w2 + hid]; f2a += a * f2; f2b += b * f2;
                let c2 = wh[w2 + 2u * hid]; c2a += a * c2; c2b += b * c2;
                let o2 = wh[w2 + 3u * hid]; o2a += a * o2; o2b += b * o2;
                w2 += 4u * hid;
                let i3 = wh[w3]; i3a += a * i3; i3b += b * i3;
                let f3 = wh[w3 + hid]; f3a += a * f3; f3b += b * f3;
                let c3 = wh[w3 + 2u * hid]; c3a += a * c3; c3b += b * c3;
                let o3 = wh[w3 + 3u * hid]; o3a += a * o3; o3b += b * o3;
                w3 += 4u * hid;
            }
            var sums = array<vec4<f32>, 32>(
                i0a, f0a, c0a, o0a, i0b, f0b, c0b, o0b,
                i1a, f1a, c1a, o1a, i1b, f1b, c1b, o1b,
                i2a, f2a, c2a, o2a, i2b, f2b, c2b, o2b,
                i3a, f3a, c3a, o3a, i3b, f3b, c3b, o3b
            );
            for (var n = 0u; n < 8u; n += 1u) {
                let j = j0 + (n / 2u) * LANES;
                for (var r = 0u; r < 4u; r += 1u) {
                    let b = first + (n % 2u) * 4u + r;
                    if j >= hid || b >= p.batch { continue; }
                    finish(t, b, j, sums[4u * n][r], sums[4u * n + 1u][r], sums[4u * n + 2u][r], sums[4u * n + 3u][r]);
                }
            }
        }
        workgroupBarrier(); // every invocation is done with hₜ₋₁
    }
}
