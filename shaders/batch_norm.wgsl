// y = (x − mean)/√(variance + epsilon)·scale + shift, channel by channel.
// x, y: [N,C]   moments: [2,C]   scale, shift: [C]      CPU twin: crates/compute/src/ops/batch_norm.rs
struct Params { rows: u32, columns: u32, slices: u32, rows_in_slice: u32, epsilon: f32, of_batch: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> moments: array<f32>;
@group(0) @binding(3) var<storage, read> scale: array<f32>;
@group(0) @binding(4) var<storage, read> shift: array<f32>;
@group(0) @binding(5) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.rows * p.columns { return; }
    let c = i % p.columns;
    let r = 1.0 / sqrt(moments[p.columns + c] + p.epsilon);
    y[i] = (x[i] - moments[c]) * r * scale[c] + shift[c];
}
