// GRU with the reset before the product, backwards.      dh, h: [T,B,H]   gates, dz: [T,B,3H] in the order z r h̃
//   dh += states[t+1]    da_h = dh∗z∗(1−h̃²)    dm = da_h·W_hᵀ    da_z = dh∗(h̃−hₜ₋₁)∗z(1−z)    da_r = dm∗hₜ₋₁∗r(1−r)
//   states[t] = dh∗(1−z) + dm∗r + da_z·W_zᵀ + da_r·W_rᵀ, zero where a block of steps begins
// wh_t: [3H,H]   states: [1,slots,B,H]; with one slot every step overwrites it.
// A workgroup carries four rows of the batch. CPU twin: crates/compute/src/ops/gru.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dh: array<f32>;
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read> h: array<f32>;
@group(0) @binding(4) var<storage, read> h_first: array<f32>;
@group(0) @binding(5) var<storage, read> wh_t: array<f32>;
@group(0) @binding(6) var<storage, read_write> dz: array<f32>;
@group(0) @binding(7) var<storage, read_write> states: array<f32>;
const ROWS = 4u;
const LANES = 128u;
var<workgroup> staged: array<vec4<f32>, 1024>; // one gate of dz of the group's rows

fn h_before(t: u32, b: u32, j: u32) -> f32 {
    if t == 0u { return h_first[b * p.hidden + j]; }
    return h[((t - 1u) * p.batch + b) * p.hidden + j];
}

// Σₖ staged[k]·wh_t[gate·H + k, j], for the group's rows.
fn product(gate: u32, j: u32) -> vec4<f32> {
    let hid = p.hidden;
    var sum = vec4(0.0);
    for (var k = 0u; k < hid; k += 1u) { sum += staged[k] * wh_t[(gate * hid + k) * hid + j]; }
    return sum;
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let first = group.x * ROWS;
    let hid = p.hidden;
    let step = p.batch * hid;
    let last = min(first + ROWS, p.batch); // of its rows, exclusive
    for (var n = p.end; n > p.start; n -= 1u) {
        let t = n - 1u;
        let is_cut = t > 0u && (p.steps - t) % p.block == 0u;
        let after = select((t + 1u) * step, 0u, p.slots == 1u);
        let before = select(t * step, 0u, p.slots == 1u);
        for (var j = lane; j < hid; j += LANES) {
            var da_h = vec4(0.0);
            for (var b = first; b < last; b += 1u) {
                let unit = b * hid + j;
                let row = (t * p.batch + b) * 3u * hid + j;
                let z = gates[row];
                let candidate = gates[row + 2u * hid];
                let dh_now = states[after + unit] + dh[t * step + unit];
                states[after + unit] = dh_now;
                dz[row] = dh_now * (candidate - h_before(t, b, j)) * z * (1.0 - z);
                da_h[b - first] = dh_now * z * (1.0 - candidate * candidate);
                dz[row + 2u * hid] = da_h[b - first];
            }
            staged[j] = da_h;
        }
        workgroupBarrier(); // da_h is complete
        for (var j = lane; j < hid; j += LANES) {
            let dm = product(2u, j);
            for (var b = first; b < last; b += 1u) {
                let unit = b * hid + j;
                let row = (t * p.batch + b) * 3u * hid + j;
                let r = gates[row + hid];
                dz[row + hid] = dm[b - first] * h_before(t, b, j) * r * (1.0 - r);
                states[before + unit] = select(states[after + unit] * (1.0 - gates[row]) + dm[b - first] * r, 0.0, is_cut);
            }
        }
        workgroupBarrier(); // every invocation is done with da_h
        for (var gate = 0u; gate < 2u && !is_cut; gate += 1u) {
            for (var j = lane; j < hid; j += LANES) {
                var da = vec4(0.0);
                for (var b = first; b < last; b += 1u) { da[b - first] = dz[((t * p.batch + b) * 3u + gate) * hid + j]; }
                staged[j] = da;
            }
            workgroupBarrier(); // da_z or da_r is complete
            for (var j = lane; j < hid; j += LANES) {
                let sum = product(gate, j);
                for (var b = first; b < last; b += 1u) { states[before + b * hid + j] += sum[b - first]; }
            }
            workgroupBarrier(); // every invocation is done with it
        }
    }
}
