// B = Aᵀ.      A: [N,M]   B: [M,N]      CPU twin: crates/compute/src/ops/transpose.rs
struct Params { rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read_write> b: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i < p.rows * p.columns { b[i] = a[(i % p.rows) * p.columns + i / p.rows]; }
}
