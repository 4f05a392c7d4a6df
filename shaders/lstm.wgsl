// LSTM, steps start … end−1 of a sequence.      z, gates: [T,B,4H] in the order i f C̃ o   wh: [H,4H]   c, h: [T,B,H]
//   a = zₜ + hₜ₋₁·Wh    i = σ(aᵢ)  f = σ(a_f)  C̃ = tanh(a_C)  o = σ(aₒ)    Cₜ = f∗Cₜ₋₁ + i∗C̃    hₜ = o∗tanh Cₜ
// A workgroup carries one row of the batch through the steps; each invocation computes all four gates of its units, so
// that neighbours read neighbouring columns of Wh. CPU twin: crates/compute/src/ops/lstm.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> wh: array<f32>;
@group(0) @binding(3) var<storage, read> h_first: array<f32>;
@group(0) @binding(4) var<storage, read> c_first: array<f32>;
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;
@group(0) @binding(6) var<storage, read_write> c: array<f32>;
@group(0) @binding(7) var<storage, read_write> h: array<f32>;
const LANES = 128u;
const MAX_HIDDEN = 1024u;
var<workgroup> h_prev: array<f32, MAX_HIDDEN>;

fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -87.0, 87.0))); }
fn safe_tanh(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); } // some drivers overflow inside tanh beyond that

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let b = group.x;
    let hid = p.hidden;
    for (var t = p.start; t < p.end; t += 1u) {
        let before = ((max(t, 1u) - 1u) * p.batch + b) * hid; // this row of step t−1
        let now = (t * p.batch + b) * hid;
        for (var j = lane; j < hid; j += LANES) {
            if t == 0u { h_prev[j] = h_first[b * hid + j]; } else { h_prev[j] = h[before + j]; }
        }
        workgroupBarrier(); // hₜ₋₁ is complete
        for (var j = lane; j < hid; j += LANES) {
            let row = now * 4u + j;
            var a = vec4(z[row], z[row + hid], z[row + 2u * hid], z[row + 3u * hid]);
            for (var k = 0u; k < hid; k += 1u) {
                let w = k * 4u * hid + j;
                a += h_prev[k] * vec4(wh[w], wh[w + hid], wh[w + 2u * hid], wh[w + 3u * hid]);
            }
            let i = sigmoid(a.x);
            let f = sigmoid(a.y);
            let candidate = safe_tanh(a.z);
            let o = sigmoid(a.w);
            var c_prev = c_first[b * hid + j];
            if t > 0u { c_prev = c[before + j]; }
            let c_now = f * c_prev + i * candidate;
            gates[row] = i;
            gates[row + hid] = f;
            gates[row + 2u * hid] = candidate;
            gates[row + 3u * hid] = o;
            c[now + j] = c_now;
            h[now + j] = o * safe_tanh(c_now);
        }
        workgroupBarrier(); // every invocation is done with hₜ₋₁
    }
}
