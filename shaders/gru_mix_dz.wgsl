// GRU backwards, step t = start before its first product, an invocation a unit.
//   dh += states[t+1]    da_h = dh∗z∗(1−h̃²)    da_z = dh∗(h̃−hₜ₋₁)∗z(1−z)
// dh, h: [T,B,H]   gates, dz: [T,B,3H]: z r h̃   states: [slots,B,H]      CPU twin: crates/compute/src/ops/gru_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dh: array<f32>;
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read> h: array<f32>;
@group(0) @binding(4) var<storage, read> h_first: array<f32>;
@group(0) @binding(5) var<storage, read_write> dz: array<f32>;
@group(0) @binding(6) var<storage, read_write> states: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let hid = p.hidden;
    let state = p.batch * hid;
    let unit = (group.y * groups.x + group.x) * 64u + local;
    if unit >= state { return; }
    let j = unit % hid;
    let now = p.start * state + unit;
    let row = (now - j) * 3u + j;
    let after = select((p.start + 1u) * state, 0u, p.slots == 1u) + unit;
    var h_prev = h_first[unit];
    if p.start > 0u { h_prev = h[now - state]; }
    let z = gates[row];
    let candidate = gates[row + 2u * hid];
    let dh_now = states[after] + dh[now];
    dz[row] = dh_now * (candidate - h_prev) * z * (1.0 - z);
    dz[row + 2u * hid] = dh_now * z * (1.0 - candidate * candidate);
    states[after] = dh_now;
}
