// GRU with the reset after the product backwards, step t = start before its product, an invocation a unit.
//   dh += states[t+1]    da_n = dh∗(1−z)∗(1−n²)    da_r = da_n∗u_n∗r(1−r)    da_z = dh∗(hₜ₋₁−n)∗z(1−z)
//   dz = (da_z, da_r, da_n)    du = (da_z, da_r, da_n∗r)
//   states[t] = dh∗z, to which the product that follows adds du·Whᵀ; zero where a block of steps begins
// dh, h: [T,B,H]   gates: [T,B,4H]: z r n u_n   dz, du: [T,B,3H]   states: [slots,B,H]
// CPU twin: crates/compute/src/ops/gru_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dh: array<f32>;
@group(0) @binding(2) var<storage, read> gates: array<f32>;
@group(0) @binding(3) var<storage, read> h: array<f32>;
@group(0) @binding(4) var<storage, read> h_first: array<f32>;
@group(0) @binding(5) var<storage, read_write> dz: array<f32>;
@group(0) @binding(6) var<storage, read_write> du: array<f32>;
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
    let to = (now - j) * 3u + j;
    let after = select((t + 1u) * state, 0u, p.slots == 1u) + unit;
    let before = select(t * state, 0u, p.slots == 1u) + unit;
    let z = gates[row];
    let r = gates[row + hid];
    let n = gates[row + 2u * hid];
    let u_n = gates[row + 3u * hid];
    var h_prev = h_first[unit];
    if t > 0u { h_prev = h[now - state]; }
    let dh_now = states[after] + dh[now];
    let da_n = dh_now * (1.0 - z) * (1.0 - n * n);
    let da_r = da_n * u_n * r * (1.0 - r);
    let da_z = dh_now * (h_prev - n) * z * (1.0 - z);
    dz[to] = da_z;
    dz[to + hid] = da_r;
    dz[to + 2u * hid] = da_n;
    du[to] = da_z;
    du[to + hid] = da_r;
    du[to + 2u * hid] = da_n * r;
    states[after] = dh_now;
    let is_cut = t > 0u && (p.steps - t) % p.block == 0u;
    states[before] = select(dh_now * z, 0.0, is_cut);
}
