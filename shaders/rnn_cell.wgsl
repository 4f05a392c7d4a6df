// The simple recurrent net, step t = start after its product sₜ₋₁·W `[B,H]`, an invocation a unit.
//   sₜ = φ(zₜ + sₜ₋₁·W)      z, s: [T,B,H]   φ: tanh, relu or the identity, by the variant
// CPU twin: crates/compute/src/ops/rnn_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> product: array<f32>;
@group(0) @binding(3) var<storage, read_write> s: array<f32>;
const TANH = 0u;
const RELU = 1u;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let hid = p.hidden;
    let state = p.batch * hid;
    let unit = (group.y * groups.x + group.x) * 64u + local;
    if unit >= state { return; }
    let now = p.start * state + unit;
    let a = z[now] + product[unit];
    switch p.variant {
        case TANH: { s[now] = tanh(clamp(a, -15.0, 15.0)); } // some drivers overflow inside tanh beyond that
        case RELU: { s[now] = max(a, 0.0); }
        default: { s[now] = a; }
    }
}
