// GRU with the reset after the product, step t = start after that, an invocation a unit: the first three blocks of
// `gates` hold hₜ₋₁·Wh and become z r n; the fourth becomes u_n.
//   u = hₜ₋₁·Wh + bh    z = σ(a_z+u_z)    r = σ(a_r+u_r)    n = tanh(a_n + r∗u_n)    hₜ = (1−z)∗n + z∗hₜ₋₁
// a: [T,B,3H]   gates: [T,B,4H]   h: [T,B,H]      CPU twin: crates/compute/src/ops/gru_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> bh: array<f32>;
@group(0) @binding(3) var<storage, read> h_first: array<f32>;
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;
@group(0) @binding(5) var<storage, read_write> h: array<f32>;

// Not below -24: see `gate` in math.rs.
fn gate(x: f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(x, -24.0, 87.0))); }
fn safe_tanh(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); } // some drivers overflow inside tanh beyond that

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let hid = p.hidden;
    let state = p.batch * hid;
    let unit = (group.y * groups.x + group.x) * 64u + local;
    if unit >= state { return; }
    let j = unit % hid;
    let now = p.start * state + unit;
    let source = (now - j) * 3u + j;
    let row = (now - j) * 4u + j;
    var h_prev = h_first[unit];
    if p.start > 0u { h_prev = h[now - state]; }
    let z = gate(a[source] + gates[row] + bh[j]);
    let r = gate(a[source + hid] + gates[row + hid] + bh[hid + j]);
    let u_n = gates[row + 2u * hid] + bh[2u * hid + j];
    let n = safe_tanh(a[source + 2u * hid] + r * u_n);
    gates[row] = z;
    gates[row + hid] = r;
    gates[row + 2u * hid] = n;
    gates[row + 3u * hid] = u_n;
    h[now] = (1.0 - z) * n + z * h_prev;
}
