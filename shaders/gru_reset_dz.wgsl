// GRU backwards, step t = start after its first product, dm = da_h·W_hᵀ, an invocation a unit.
//   da_r = dm∗hₜ₋₁∗r(1−r)    states[t] = dh∗(1−z) + dm∗r, to which the product that follows adds (da_z, da_r)·(W_z, W_r)ᵀ;
//   zero where a block of steps begins
// h: [T,B,H]   dm: [B,H]   gates, dz: [T,B,3H]: z r h̃   states: [slots,B,H], dh in slot t+1
// CPU twin: crates/compute/src/ops/gru_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> gates: array<f32>;
@group(0) @binding(2) var<storage, read> h: array<f32>;
@group(0) @binding(3) var<storage, read> h_first: array<f32>;
@group(0) @binding(4) var<storage, read> dm: array<f32>;
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
    let t = p.start;
    let now = t * state + unit;
    let row = (now - j) * 3u + j;
    let after = select((t + 1u) * state, 0u, p.slots == 1u) + unit;
    let before = select(t * state, 0u, p.slots == 1u) + unit;
    var h_prev = h_first[unit];
    if t > 0u { h_prev = h[now - state]; }
    let r = gates[row + hid];
    dz[row + hid] = dm[unit] * h_prev * r * (1.0 - r);
    let is_cut = t > 0u && (p.steps - t) % p.block == 0u;
    states[before] = select(states[after] * (1.0 - gates[row]) + dm[unit] * r, 0.0, is_cut);
}
