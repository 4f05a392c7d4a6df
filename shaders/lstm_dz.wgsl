// LSTM backwards, steps end−1 … start.      dh, c: [T,B,H]   gates, dz: [T,B,4H] in the order i f C̃ o   wh_t: [4H,H]
//   do = dh∗tanh C    dC = dh∗o∗(1−tanh²C) + carried    dz = (dC∗C̃∗i(1−i), dC∗Cₜ₋₁∗f(1−f), dC∗i∗(1−C̃²), do∗o(1−o))
//   carried to step t−1: dC∗f and dzₜ·Whᵀ. After step 0 the carries are the gradients of the first state.
// A workgroup carries one row of the batch. CPU twin: crates/compute/src/ops/lstm.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dh: array<f32>;
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read> c: array<f32>;
@group(0) @binding(4) var<storage, read> c_first: array<f32>;
@group(0) @binding(5) var<storage, read> wh_t: array<f32>;
@group(0) @binding(6) var<storage, read_write> dz: array<f32>;
@group(0) @binding(7) var<storage, read_write> dh_carry: array<f32>;
@group(0) @binding(8) var<storage, read_write> dc_carry: array<f32>;
const LANES = 128u;
const MAX_GATES = 4096u;
var<workgroup> dz_now: array<f32, MAX_GATES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
    let b = group.x;
    let hid = p.hidden;
    for (var t = p.end; t > p.start; t -= 1u) {
        let is_last = t == p.steps; // nothing is carried into the last step
        let now = ((t - 1u) * p.batch + b) * hid;
        for (var j = lane; j < hid; j += LANES) {
            let row = now * 4u + j;
            let unit = b * hid + j;
            let i = gates[row];
            let f = gates[row + hid];
            let candidate = gates[row + 2u * hid];
            let o = gates[row + 3u * hid];
            var c_prev = c_first[unit];
            if t > 1u { c_prev = c[now - p.batch * hid + j]; }
            let dh_now = dh[now + j] + select(dh_carry[unit], 0.0, is_last);
            let tanh_c = tanh(clamp(c[now + j], -15.0, 15.0));
            let dc = select(dc_carry[unit], 0.0, is_last) + dh_now * o * (1.0 - tanh_c * tanh_c);
            dc_carry[unit] = dc * f;
            dz_now[j] = dc * candidate * i * (1.0 - i);
            dz_now[hid + j] = dc * c_prev * f * (1.0 - f);
            dz_now[2u * hid + j] = dc * i * (1.0 - candidate * candidate);
            dz_now[3u * hid + j] = dh_now * tanh_c * o * (1.0 - o);
            for (var gate = 0u; gate < 4u; gate += 1u) { dz[row + gate * hid] = dz_now[gate * hid + j]; }
        }
        workgroupBarrier(); // dzₜ is complete
        for (var j = lane; j < hid; j += LANES) {
            var sum = 0.0;
            for (var r = 0u; r < 4u * hid; r += 1u) { sum += dz_now[r] * wh_t[r * hid + j]; }
            dh_carry[b * hid + j] = sum;
        }
        workgroupBarrier(); // every invocation is done with dzₜ
    }
}
