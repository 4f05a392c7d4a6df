// GRU, step t = start after its first product, an invocation a unit: the first two blocks of `gates` hold
// hₜ₋₁·(W_z, W_r) and become z r.      z = σ(a_z+·)    r = σ(a_r+·)    mₜ = r∗hₜ₋₁
// a, gates: [T,B,3H]   h, m: [T,B,H]      CPU twin: crates/compute/src/ops/gru_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> h: array<f32>;
@group(0) @binding(3) var<storage, read> h_first: array<f32>;
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;
@group(0) @binding(5) var<storage, read_write> m: array<f32>;

// Not below -24: see `gate` in math.rs.
fn gate(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -24.0, 87.0))); }

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
    let r = gate(a[row + hid] + gates[row + hid]);
    gates[row] = gate(a[row] + gates[row]);
    gates[row + hid] = r;
    m[now] = r * h_prev;
}
