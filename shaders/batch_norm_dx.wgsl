// dx = scale·r·(dy − (Σdy + x̂·Σdy·x̂)/N) with x̂ = (x − mean)·r; without the sums where the moments are not x's own.
// dy, x, dx: [N,C]   moments, sums: [2,C]   scale: [C]      CPU twin: crates/compute/src/ops/batch_norm.rs
struct Params { rows: u32, columns: u32, slices: u32, rows_in_slice: u32, epsilon: f32, of_batch: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> moments: array<f32>;
@group(0) @binding(4) var<storage, read> scale: array<f32>;
@group(0) @binding(5) var<storage, read> sums: array<f32>;
@group(0) @binding(6) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.rows * p.columns { return; }
    let c = i % p.columns;
    let r = 1.0 / sqrt(moments[p.columns + c] + p.epsilon);
    let normal = (x[i] - moments[c]) * r;
    let share = select(0.0, 1.0 / f32(p.rows), p.of_batch == 1u);
    dx[i] = scale[c] * r * (dy[i] - share * (sums[c] + normal * sums[p.columns + c]));
}
