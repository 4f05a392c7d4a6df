// yᵢⱼ = Σ over `part` rows from i·part on, xᵣⱼ.      x: [N,M]   y: [⌈N/part⌉,M]      CPU twin: crates/compute/src/ops/sum.rs
// One invocation an element of y; neighbours read neighbouring columns.
struct Params { rows: u32, columns: u32, part: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let index = (group.y * groups.x + group.x) * 64u + local;
    let i = index / p.columns;
    let start = i * p.part;
    if start >= p.rows { return; }
    let end = min(start + p.part, p.rows);
    var sum = 0.0;
    for (var r = start; r < end; r += 1u) { sum += x[r * p.columns + index % p.columns]; }
    y[index] = sum;
}
