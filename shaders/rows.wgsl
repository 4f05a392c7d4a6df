// yᵢ = x at i + offset, and zero where that lies outside x.      CPU twin: crates/compute/src/ops/rows.rs
struct Params { len: u32, source_len: u32, offset: i32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    let source = i32(i) + p.offset;
    if source >= 0 && source < i32(p.source_len) { y[i] = x[source]; } else { y[i] = 0.0; }
}
