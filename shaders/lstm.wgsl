// LSTM, steps start … end−1 of a sequence.      z, gates: [T,B,4H] in the order i f C̃ o   wh: [H,4H]   c, h: [T,B,H]
//   a = zₜ + hₜ₋₁·Wh    i = σ(aᵢ+pᵢ∗Cₜ₋₁)  f = σ(a_f+p_f∗Cₜ₋₁)  C̃ = tanh(a_C)  Cₜ = f∗Cₜ₋₁ + i∗C̃
//   o = σ(aₒ+pₒ∗Cₜ)  hₜ = o∗tanh Cₜ      peepholes: [3,H] in the order i f o, read if the variant is 1
// A workgroup carries four rows of the batch through the steps; each invocation computes all gates of its units, so
// that neighbours read neighbouring columns of Wh.
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
const ROWS = 4u;
const LANES = 128u;
var<workgroup> h_prev: array<vec4<f32>, 1024>; // of the group's rows, unit after unit

// Not below -24: see `gate` in math.rs.
fn gate(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -24.0, 87.0))); }
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
    let i = gate(z[row] + i_sum + peep.x * c_prev);
    let f = gate(z[row + hid] + f_sum + peep.y * c_prev);
    let candidate = safe_tanh(z[row + 2u * hid] + candidate_sum);
    let c_now = f * c_prev + i * candidate;
    let o = gate(z[row + 3u * hid] + o_sum + peep.z * c_now);
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
            var i = vec4(0.0);
            var f = vec4(0.0);
            var candidate = vec4(0.0);
            var o = vec4(0.0);
            for (var k = 0u; k < hid; k += 1u) {
                let w = k * 4u * hid + j;
                let x = h_prev[k];
                i += x * wh[w];
                f += x * wh[w + hid];
                candidate += x * wh[w + 2u * hid];
                o += x * wh[w + 3u * hid];
            }
            for (var r = 0u; r < ROWS && first + r < p.batch; r += 1u) {
                finish(t, first + r, j, i[r], f[r], candidate[r], o[r]);
            }
        }
        workgroupBarrier(); // every invocation is done with hₜ₋₁
    }
}
