// GRU with the reset after the product, backwards.      dh, h: [T,B,H]   gates: [T,B,4H] with z r n u_n   wh_t: [3H,H]
//   dh += states[t+1]    da_n = dh∗(1−z)∗(1−n²)    da_r = da_n∗u_n∗r(1−r)    da_z = dh∗(hₜ₋₁−n)∗z(1−z)
//   dz = (da_z, da_r, da_n)    du = (da_z, da_r, da_n∗r), both [T,B,3H]
//   states[t] = dh∗z + du·Whᵀ, zero where a block of steps begins
// states: [1,slots,B,H]; with one slot every step overwrites it.
// A workgroup carries four rows of the batch.
// CPU twin: crates/compute/src/ops/gru_after.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dh: array<f32>;
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read> h: array<f32>;
@group(0) @binding(4) var<storage, read> h_first: array<f32>;
@group(0) @binding(5) var<storage, read> wh_t: array<f32>;
@group(0) @binding(6) var<storage, read_write> dz: array<f32>;
@group(0) @binding(7) var<storage, read_write> du: array<f32>;
@group(0) @binding(8) var<storage, read_write> states: array<f32>;
const ROWS = 4u;
const LANES = 128u;
var<workgroup> staged: array<vec4<f32>, 1024>; // du of the group's rows

// dz and du of one row and unit, and dh∗z.
fn cell(t: u32, b: u32, j: u32, after: u32, before: u32, is_cut: bool) {
    let hid = p.hidden;
    let unit = b * hid + j;
    let now = t * p.batch * hid + unit;
    let row = (t * p.batch + b) * 4u * hid + j;
    let to = (t * p.batch + b) * 3u * hid + j;
    let z = gates[row];
    let r = gates[row + hid];
    let n = gates[row + 2u * hid];
    var h_prev = h_first[unit];
    if t > 0u { h_prev = h[now - p.batch * hid]; }
    let dh_now = states[after + unit] + dh[now];
    let da_n = dh_now * (1.0 - z) * (1.0 - n * n);
    let da_r = da_n * gates[row + 3u * hid] * r * (1.0 - r);
    let da_z = dh_now * (h_prev - n) * z * (1.0 - z);
    states[after + unit] = dh_now;
    states[before + unit] = select(dh_now * z, 0.0, is_cut);
    dz[to] = da_z;
    dz[to + hid] = da_r;
    dz[to + 2u * hid] = da_n;
    du[to] = da_z;
    du[to + hid] = da_r;
    du[to + 2u * hid] = da_n * r;
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let first = group.x * ROWS;
    let hid = p.hidden;
    let step = p.batch * hid;
    let rows = min(first + vec4(0u, 1u, 2u, 3u), vec4(p.batch - 1u)); // beyond the batch its last row stands in
    for (var n = p.end; n > p.start; n -= 1u) {
        let t = n - 1u;
        let is_cut = t > 0u && (p.steps - t) % p.block == 0u;
        let after = select((t + 1u) * step, 0u, p.slots == 1u);
        let before = select(t * step, 0u, p.slots == 1u);
        for (var j = lane; j < hid; j += LANES) {
            for (var b = first; b < min(first + ROWS, p.batch); b += 1u) { cell(t, b, j, after, before, is_cut); }
        }
        // du·Whᵀ, as many gates at a time as workgroup memory holds of these rows.
        let held = min(1024u / hid, 3u);
        for (var gate = 0u; gate < 3u && !is_cut; gate += held) {
            let count = min(held, 3u - gate);
            for (var j = lane; j < hid; j += LANES) {
                for (var g = 0u; g < count; g += 1u) {
                    let at = (t * p.batch + rows) * 3u * hid + (gate + g) * hid + j;
                    staged[g * hid + j] = vec4(du[at.x], du[at.y], du[at.z], du[at.w]);
                }
            }
            workgroupBarrier(); // these gates of duₜ are complete
            for (var j = lane; j < hid; j += LANES) {
                var sum = vec4(0.0);
                var w = gate * hid * hid + j;
                for (var k = 0u; k < count * hid; k += 1u) {
                    sum += staged[k] * wh_t[w];
                    w += hid;
                }
                for (var r = 0u; r < ROWS && first + r < p.batch; r += 1u) {
                    states[before + (first + r) * hid + j] += sum[r];
                }
            }
            workgroupBarrier(); // every invocation is done with them
        }
    }
}
