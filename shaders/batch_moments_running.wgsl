// running += momentum·(moments − running), the variance corrected by N/(N−1).
// moments, running: [2,C]      CPU twin: crates/compute/src/ops/batch_norm.rs
struct Params { columns: u32, momentum: f32, correction: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> moments: array<f32>;
@group(0) @binding(2) var<storage, read_write> running: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.x;
    if i >= 2u * p.columns { return; }
    let moment = moments[i] * select(p.correction, 1.0, i < p.columns);
    running[i] += p.momentum * (moment - running[i]);
}
