// dtable[v] = Σ of dyₙ over n with indexₙ = v.      dy: [N,D]   index: [N]   dtable: [V,D]
// One invocation an element of the table: it gathers, because WGSL cannot add floats atomically.
// CPU twin: crates/compute/src/ops/embedding.rs
struct Params { count: u32, rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> index: array<u32>;
@group(0) @binding(3) var<storage, read_write> dtable: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.rows * p.columns { return; }
    let v = i / p.columns;
    let d = i % p.columns;
    var sum = 0.0;
    for (var n = 0u; n < p.count; n += 1u) {
        if index[n] == v { sum += dy[n * p.columns + d]; }
    }
    dtable[i] = sum;
}
