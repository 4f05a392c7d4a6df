// The terms of the peepholes' gradient, to be summed over steps and rows: (daᵢ∗Cₜ₋₁, da_f∗Cₜ₋₁, daₒ∗Cₜ).
// dz: [T,B,4H] in the order i f C̃ o   c: [T,B,H]   c_first: [B,H]   terms: [T,B,3H]
// CPU twin: crates/compute/src/ops/lstm.rs
struct Params { steps: u32, batch: u32, hidden: u32, start: u32, end: u32, block: u32, slots: u32, variant: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dz: array<f32>;
@group(0) @binding(2) var<storage, read> c: array<f32>;
@group(0) @binding(3) var<storage, read> c_first: array<f32>;
@group(0) @binding(4) var<storage, read_write> terms: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let unit = (group.y * groups.x + group.x) * 256u + local; // of [T,B,H]
    let state = p.batch * p.hidden;
    if unit >= p.steps * state { return; }
    let row = unit / p.hidden;
    let j = unit % p.hidden;
    var c_prev = c_first[unit % state];
    if unit >= state { c_prev = c[unit - state]; }
    let a = row * 4u * p.hidden + j;
    let y = row * 3u * p.hidden + j;
    terms[y] = dz[a] * c_prev;
    terms[y + p.hidden] = dz[a + p.hidden] * c_prev;
    terms[y + 2u * p.hidden] = dz[a + 3u * p.hidden] * c[unit];
}
