// GRU with the reset before the product, steps start … end−1.      z, gates: [T,B,3H] in the order z r h̃   wh: [H,3H]
//   z = σ(a_z + hₜ₋₁·W_z)   r = σ(a_r + hₜ₋₁·W_r)   m = r∗hₜ₋₁   h̃ = tanh(a_h + m·W_h)   hₜ = (1−z)∗hₜ₋₁ + z∗h̃
//   a: the input's share, bound as z   m, h: [T,B,H]   h_first: [B,H]
// A workgroup carries four rows of the batch through the steps. CPU twin: crates/compute/src/ops/gru.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> wh: array<f32>;
@group(0) @binding(3) var<storage, read> h_first: array<f32>;
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;
@group(0) @binding(5) var<storage, read_write> m: array<f32>;
@group(0) @binding(6) var<storage, read_write> h: array<f32>;
const ROWS = 4u;
const LANES = 128u;
var<workgroup> factor: array<vec4<f32>, 1024>; // hₜ₋₁, then m, of the group's rows, unit after unit

// Not below -24: see `gate` in math.rs.
fn gate(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -24.0, 87.0))); }
fn safe_tanh(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); } // some drivers overflow inside tanh beyond that

fn h_before(t: u32, b: u32, j: u32) -> f32 {
    if t == 0u { return h_first[b * p.hidden + j]; }
    return h[((t - 1u) * p.batch + b) * p.hidden + j];
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let first = group.x * ROWS;
    let hid = p.hidden;
    let last = min(first + ROWS, p.batch); // of its rows, exclusive
    for (var t = p.start; t < p.end; t += 1u) {
        for (var j = lane; j < hid; j += LANES) {
            var x = vec4(0.0);
            for (var b = first; b < last; b += 1u) { x[b - first] = h_before(t, b, j); }
            factor[j] = x;
        }
        workgroupBarrier(); // hₜ₋₁ is complete
        for (var j = lane; j < hid; j += LANES) {
            var update = vec4(0.0);
            var reset = vec4(0.0);
            for (var k = 0u; k < hid; k += 1u) {
                update += factor[k] * wh[k * 3u * hid + j];
                reset += factor[k] * wh[(k * 3u + 1u) * hid + j];
            }
            for (var b = first; b < last; b += 1u) {
                let row = (t * p.batch + b) * 3u * hid + j;
                let r = gate(z[row + hid] + reset[b - first]);
                gates[row] = gate(z[row] + update[b - first]);
                gates[row + hid] = r;
                m[(t * p.batch + b) * hid + j] = r * h_before(t, b, j);
            }
        }
        workgroupBarrier(); // every invocation is done with hₜ₋₁
        for (var j = lane; j < hid; j += LANES) {
            var x = vec4(0.0);
            for (var b = first; b < last; b += 1u) { x[b - first] = m[(t * p.batch + b) * hid + j]; }
            factor[j] = x;
        }
        workgroupBarrier(); // m is complete
        for (var j = lane; j < hid; j += LANES) {
            var sum = vec4(0.0);
            for (var k = 0u; k < hid; k += 1u) { sum += factor[k] * wh[(k * 3u + 2u) * hid + j]; }
            for (var b = first; b < last; b += 1u) {
                let row = (t * p.batch + b) * 3u * hid + j;
                let candidate = safe_tanh(z[row + 2u * hid] + sum[b - first]);
                gates[row + 2u * hid] = candidate;
                h[(t * p.batch + b) * hid + j] = (1.0 - gates[row]) * h_before(t, b, j) + gates[row] * candidate;
            }
        }
        workgroupBarrier(); // every invocation is done with m
    }
}
