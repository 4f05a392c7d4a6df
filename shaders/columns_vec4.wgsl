// y[i, to + j] = x[i, from + j] for j below count; the rest of y stays.
// All in fours: an invocation copies four columns.      CPU twin: crates/compute/src/ops/columns.rs
struct Params { rows: u32, count: u32, x_columns: u32, from_column: u32, y_columns: u32, to_column: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let index = (group.y * groups.x + group.x) * 256u + local;
    let count = p.count / 4u;
    if index >= p.rows * count { return; }
    let i = index / count;
    let j = index % count;
    y[i * (p.y_columns / 4u) + p.to_column / 4u + j] = x[i * (p.x_columns / 4u) + p.from_column / 4u + j];
}
