// LSTM, step t = start after its product, an invocation a unit: `gates` holds hₜ₋₁·Wh and becomes i f C̃ o.
//   i = σ(zᵢ+aᵢ+pᵢ∗Cₜ₋₁)  f = σ(z_f+a_f+p_f∗Cₜ₋₁)  C̃ = tanh(z_C+a_C)  Cₜ = f∗Cₜ₋₁+i∗C̃  o = σ(zₒ+aₒ+pₒ∗Cₜ)  hₜ = o∗tanh Cₜ
// z, gates: [T,B,4H]   c, h: [T,B,H]   peepholes: [3,H], read if the variant is 1
// CPU twin: crates/compute/src/ops/lstm_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> c_first: array<f32>;
@group(0) @binding(3) var<storage, read> peepholes: array<f32>;
@group(0) @binding(4) var<storage, read_write> gates: array<f32>;
@group(0) @binding(5) var<storage, read_write> c: array<f32>;
@group(0) @binding(6) var<storage, read_write> h: array<f32>;

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
    let row = (now - j) * 4u + j;
    var c_prev = c_first[unit];
    if p.start > 0u { c_prev = c[now - state]; }
    var peep = vec3(0.0);
    if p.variant == 1u { peep = vec3(peepholes[j], peepholes[hid + j], peepholes[2u * hid + j]); }
    let i = gate(z[row] + gates[row] + peep.x * c_prev);
    let f = gate(z[row + hid] + gates[row + hid] + peep.y * c_prev);
    let candidate = safe_tanh(z[row + 2u * hid] + gates[row + 2u * hid]);
    let c_now = f * c_prev + i * candidate;
    let o = gate(z[row + 3u * hid] + gates[row + 3u * hid] + peep.z * c_now);
    gates[row] = i;
    gates[row + hid] = f;
    gates[row + 2u * hid] = candidate;
    gates[row + 3u * hid] = o;
    c[now] = c_now;
    h[now] = o * safe_tanh(c_now);
}
