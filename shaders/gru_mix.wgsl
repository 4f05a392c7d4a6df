// GRU, step t = start after its second product, an invocation a unit: the third block of `gates` holds mₜ·W_h and
// becomes h̃.      h̃ = tanh(a_h+·)    hₜ = (1−z)∗hₜ₋₁ + z∗h̃
// a, gates: [T,B,3H]   h: [T,B,H]      CPU twin: crates/compute/src/ops/gru_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> h_first: array<f32>;
@group(0) @binding(3) var<storage, read_write> gates: array<f32>;
@group(0) @binding(4) var<storage, read_write> h: array<f32>;

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
    var h_prev = h_first[unit];
    if p.start > 0u { h_prev = h[now - state]; }
    let z = gates[row];
    // Some drivers overflow inside tanh beyond 15.
    let candidate = tanh(clamp(a[row + 2u * hid] + gates[row + 2u * hid], -15.0, 15.0));
    gates[row + 2u * hid] = candidate;
    h[now] = (1.0 - z) * h_prev + z * candidate;
}
