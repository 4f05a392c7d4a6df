// LSTM backwards, step t = start before its product, an invocation a unit.   dh, c: [T,B,H]   gates, dz: [T,B,4H]: i f C̃ o
//   dh += states[h][t+1]    daₒ = dh∗tanh C∗o(1−o)    dC = states[C][t+1] + dh∗o∗(1−tanh²C) + daₒ∗pₒ
//   dz = (dC∗C̃∗i(1−i), dC∗Cₜ₋₁∗f(1−f), dC∗i∗(1−C̃²), daₒ)
//   states[C][t] = dC∗f + daᵢ∗pᵢ + da_f∗p_f; zero where a block of steps begins, and then states[h][t] too, which
//   otherwise is dz·Whᵀ, the product that follows
// states: [2,slots,B,H]; with one slot every step overwrites it.      CPU twin: crates/compute/src/ops/lstm_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dh: array<f32>;
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read> c: array<f32>;
@group(0) @binding(4) var<storage, read> c_first: array<f32>;
@group(0) @binding(5) var<storage, read> peepholes: array<f32>;
@group(0) @binding(6) var<storage, read_write> dz: array<f32>;
@group(0) @binding(7) var<storage, read_write> states: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let hid = p.hidden;
    let state = p.batch * hid;
    let unit = (group.y * groups.x + group.x) * 64u + local;
    if unit >= state { return; }
    let j = unit % hid;
    let t = p.start;
    let now = t * state + unit;
    let row = (now - j) * 4u + j;
    let after = select((t + 1u) * state, 0u, p.slots == 1u) + unit;
    let before = select(t * state, 0u, p.slots == 1u) + unit;
    let c_part = p.slots * state;
    let i = gates[row];
    let f = gates[row + hid];
    let candidate = gates[row + 2u * hid];
    let o = gates[row + 3u * hid];
    var c_prev = c_first[unit];
    if t > 0u { c_prev = c[now - state]; }
    var peep = vec3(0.0);
    if p.variant == 1u { peep = vec3(peepholes[j], peepholes[hid + j], peepholes[2u * hid + j]); }
    let dh_now = states[after] + dh[now];
    let tanh_c = tanh(clamp(c[now], -15.0, 15.0));
    let da_o = dh_now * tanh_c * o * (1.0 - o);
    let dc = states[c_part + after] + dh_now * o * (1.0 - tanh_c * tanh_c) + da_o * peep.z;
    let da_i = dc * candidate * i * (1.0 - i);
    let da_f = dc * c_prev * f * (1.0 - f);
    dz[row] = da_i;
    dz[row + hid] = da_f;
    dz[row + 2u * hid] = dc * i * (1.0 - candidate * candidate);
    dz[row + 3u * hid] = da_o;
    states[after] = dh_now;
    states[c_part + after] = dc;
    let is_cut = t > 0u && (p.steps - t) % p.block == 0u;
    states[c_part + before] = select(dc * f + da_i * peep.x + da_f * peep.y, 0.0, is_cut);
    if is_cut { states[before] = 0.0; }
}
