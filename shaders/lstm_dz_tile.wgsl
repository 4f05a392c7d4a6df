// LSTM backwards, steps end−1 … start.      dh, c: [T,B,H]   gates, dz: [T,B,4H] in the order i f C̃ o   wh_t: [4H,H]
//   dh += states[h][t+1]    daₒ = dh∗tanh C∗o(1−o)    dC = states[C][t+1] + dh∗o∗(1−tanh²C) + daₒ∗pₒ
//   dz = (dC∗C̃∗i(1−i), dC∗Cₜ₋₁∗f(1−f), dC∗i∗(1−C̃²), daₒ)
//   states[h][t] = dz·Whᵀ   states[C][t] = dC∗f + daᵢ∗pᵢ + da_f∗p_f; zero where a block of steps begins
// states: [2,slots,B,H]; with one slot every step overwrites it.
// A workgroup carries eight rows of the batch; an invocation has the sums of eight rows and eight units at a time in
// registers, which suits adapters that compute on the processor; H is at most 512.
// CPU twin: crates/compute/src/ops/lstm.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dh: array<f32>;
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read> c: array<f32>;
@group(0) @binding(4) var<storage, read> c_first: array<f32>;
@group(0) @binding(5) var<storage, read> wh_t: array<f32>;
@group(0) @binding(6) var<storage, read> peepholes: array<f32>;
@group(0) @binding(7) var<storage, read_write> dz: array<f32>;
@group(0) @binding(8) var<storage, read_write> states: array<f32>;
const ROWS = 8u;
const LANES = 16u;
var<workgroup> staged: array<vec4<f32>, 1024>; // dz of the group's rows

// dz of one row and unit, and what it sends back to C.
fn cell(t: u32, b: u32, j: u32, after: u32, before: u32, is_cut: bool) {
    let hid = p.hidden;
    let unit = b * hid + j;
    let now = t * p.batch * hid + unit;
    let row = (t * p.batch + b) * 4u * hid + j;
    let c_part = p.slots * p.batch * hid;
    let i = gates[row];
    let f = gates[row + hid];
    let candidate = gates[row + 2u * hid];
    let o = gates[row + 3u * hid];
    var c_prev = c_first[unit];
    if t > 0u { c_prev = c[now - p.batch * hid]; }
    var peep = vec3(0.0);
    if p.variant == 1u { peep = vec3(peepholes[j], peepholes[hid + j], peepholes[2u * hid + j]); }
    let dh_now = states[after + unit] + dh[now];
    let tanh_c = tanh(clamp(c[now], -15.0, 15.0));
    let da_o = dh_now * tanh_c * o * (1.0 - o);
    let dc = states[c_part + after + unit] + dh_now * o * (1.0 - tanh_c * tanh_c) + da_o * peep.z;
    let da_i = dc * candidate * i * (1.0 - i);
    let da_f = dc * c_prev * f * (1.0 - f);
    states[after + unit] = dh_now;
    states[c_part + after + unit] = dc;
    states[before + unit] = 0.0;
    states[c_part + before + unit] = select(dc * f + da_i * peep.x + da_f * peep.y, 0.0, is_cut);
    dz[row] = da_i;
    dz[row + hid] = da_f;
    dz[row + 2u * hid] = dc * i * (1.0 - candidate * candidate);
    dz[row + 3u * hid] = da_o;
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
        // dz·Whᵀ, as many gates at a time as workgroup memory holds of these rows.
        let held = min(512u / hid, 4u);
        for (var gate = 0u; gate < 4u && !is_cut; gate += held) {
            let count = min(held, 4u - gate);
            for (var j = lane; j < hid; j += LANES) {
                for (var g = 0u; g < count; g += 1u) {
                    for (var half = 0u; half < 2u; half += 1u) {
                        let rows = min(first + 4u * half + vec4(0u, 1u, 2u, 3u), vec4(p.batch - 1u));
                        let at = (t * p.batch + rows) * 4u * hid + (gate + g) * hid + j;
                        staged[2u * (g * hid + j) + half] = vec4(dz[at.x], dz[at.y], dz[at.z], dz[at.w]);
                    }
                }
            }
            workgroupBarrier(); // these gates of dzₜ are complete
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
