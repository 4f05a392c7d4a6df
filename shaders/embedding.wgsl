// yₙ = table[indexₙ].      table: [V,D]   index: [N]   y: [N,D]      CPU twin: crates/compute/src/ops/embedding.rs
struct Params { count: u32, rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> table: array<f32>;
@group(0) @binding(2) var<storage, read> index: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i < p.count * p.columns { y[i] = table[index[i / p.columns] * p.columns + i % p.columns]; }
}
