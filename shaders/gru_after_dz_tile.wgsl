// GRU with the reset after the product, backwards.      dh, h: [T,B,H]   gates: [T,B,4H] with z r n u_n   wh_t: [3H,H]
//   dh += states[t+1]    da_n = dh∗(1−z)∗(1−n²)    da_r = da_n∗u_n∗r(1−r)    da_z = dh∗(hₜ₋₁−n)∗z(1−z)
//   dz = (da_z, da_r, da_n)    du = (da_z, da_r, da_n∗r), both [T,B,3H]
//   states[t] = dh∗z + du·Whᵀ, zero where a block of steps begins
// states: [1,slots,B,H]; with one slot every step overwrites it.
// A workgroup carries eight rows of the batch; an invocation has the sums of eight rows and eight units at a time in
// registers, which suits adapters that compute on the processor; H is at most 512.
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
const ROWS = 8u;
const LANES = 16u;
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
    for (var n = p.end; n > p.start; n -= 1u) {
        let t = n - 1u;
        let is_cut = t > 0u && (p.steps - t) % p.block == 0u;
        let after = select((t + 1u) * step, 0u, p.slots == 1u);
        let before = select(t * step, 0u, p.slots == 1u);
        for (var j = lane; j < hid; j += LANES) {
            for (var b = first; b < min(first + ROWS, p.batch); b += 1u) { cell(t, b, j, after, before, is_cut); }
        }
        // du·Whᵀ, as many gates at a time as workgroup memory holds of these rows.
        let held = min(512u / hid, 3u);
        for (var gate = 0u; gate < 3u && !is_cut; gate += held) {
            let count = min(held, 3u - gate);
            for (var j = lane; j < hid; j += LANES) {
                for (var g = 0u; g < count; g += 1u) {
                    for (var half = 0u; half < 2u; half += 1u) {
                        let rows = min(first + 4u * half + vec4(0u, 1u, 2u, 3u), vec4(p.batch - 1u));
                        let at = (t * p.batch + rows) * 3u * hid + (gate + g) * hid + j;
                        staged[2u * (g * hid + j) + half] = vec4(du[at.x], du[at.y], du[at.z], du[at.w]);
                    }
                }
            }
            workgroupBarrier(); // these gates of duₜ are complete
            for (var j0 = lane; j0 < hid; j0 += 8u * LANES) {
                // Sums of unit and half of the rows: s0a is unit 0, rows 0 … 3.
                var s0a = vec4(0.0); var s0b = vec4(0.0); var s1a = vec4(0.0); var s1b = vec4(0.0);
                var s2a = vec4(0.0); var s2b = vec4(0.0); var s3a = vec4(0.0); var s3b = vec4(0.0);
                var s4a = vec4(0.0); var s4b = vec4(0.0); var s5a = vec4(0.0); var s5b = vec4(0.0);
                var s6a = vec4(0.0); var s6b = vec4(0.0); var s7a = vec4(0.0); var s7b = vec4(0.0);
                let w = gate * hid * hid;
                var w0 = w + j0;
                var w1 = w + min(j0 + 1u * LANES, hid - 1u);
                var w2 = w + min(j0 + 2u * LANES, hid - 1u);
                var w3 = w + min(j0 + 3u * LANES, hid - 1u);
                var w4 = w + min(j0 + 4u * LANES, hid - 1u);
                var w5 = w + min(j0 + 5u * LANES, hid - 1u);
                var w6 = w + min(j0 + 6u * LANES, hid - 1u);
                var w7 = w + min(j0 + 7u * LANES, hid - 1u);
                for (var k = 0u; k < count * hid; k += 1u) {
                    let a = staged[2u * k];
                    let b = staged[2u * k + 1u];
                    let y0 = wh_t[w0]; s0a += a * y0; s0b += b * y0; w0 += hid;
                    let y1 = wh_t[w1]; s1a += a * y1; s1b += b * y1; w1 += hid;
                    let y2 = wh_t[w2]; s2a += a * y2; s2b += b * y2; w2 += hid;
                    let y3 = wh_t[w3]; s3a += a * y3; s3b += b * y3; w3 += hid;
                    let y4 = wh_t[w4]; s4a += a * y4; s4b += b * y4; w4 += hid;
                    let y5 = wh_t[w5]; s5a += a * y5; s5b += b * y5; w5 += hid;
                    let y6 = wh_t[w6]; s6a += a * y6; s6b += b * y6; w6 += hid;
                    let y7 = wh_t[w7]; s7a += a * y7; s7b += b * y7; w7 += hid;
                }
                var sums = array<vec4<f32>, 16>(
                    s0a, s0b, s1a, s1b, s2a, s2b, s3a, s3b,
                    s4a, s4b, s5a, s5b, s6a, s6b, s7a, s7b
                );
                for (var m = 0u; m < 16u; m += 1u) {
                    let j = j0 + (m / 2u) * LANES;
                    for (var r = 0u; r < 4u; r += 1u) {
                        let b = first + (m % 2u) * 4u + r;
                        if j < hid && b < p.batch { states[before + b * hid + j] += sums[m][r]; }
                    }
                }
            }
            workgroupBarrier(); // every invocation is done with them
        }
    }
}
