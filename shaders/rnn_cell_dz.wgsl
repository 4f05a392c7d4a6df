// The simple recurrent net backwards, step t = start before its product, an invocation a unit.   ds, s, dz: [T,B,H]
//   ds += states[t+1]    dz = ds∗φ′    states[t] = dz·Wᵀ, the product that follows; zero where a block of steps begins
// states: [slots,B,H]; with one slot every step overwrites it.      CPU twin: crates/compute/src/ops/rnn_by_steps.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> ds: array<f32>;
@group(0) @binding(2) var<storage, read> s: array<f32>;
@group(0) @binding(3) var<storage, read_write> dz: array<f32>;
@group(0) @binding(4) var<storage, read_write> states: array<f32>;
const TANH = 0u;
const RELU = 1u;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let hid = p.hidden;
    let state = p.batch * hid;
    let unit = (group.y * groups.x + group.x) * 64u + local;
    if unit >= state { return; }
    let t = p.start;
    let now = t * state + unit;
    let after = select((t + 1u) * state, 0u, p.slots == 1u) + unit;
    let before = select(t * state, 0u, p.slots == 1u) + unit;
    let ds_now = states[after] + ds[now];
    switch p.variant {
        case TANH: { dz[now] = ds_now * (1.0 - s[now] * s[now]); }
        case RELU: { dz[now] = select(0.0, ds_now, s[now] > 0.0); }
        default: { dz[now] = ds_now; }
    }
    states[after] = ds_now;
    if t > 0u && (p.steps - t) % p.block == 0u { states[before] = 0.0; }
}
