// dtable[v] = Σ of wₙⱼ·dyₙ over n, j with indexₙⱼ = v.      dy: [N,D]   weights: [N,S]   dtable: [V,D]
// sorted: [2NS], the indices in ascending order and then the place of each. An invocation adds four columns of one row.
// CPU twin: crates/compute/src/ops/embedding_bag.rs
struct Params { bags: u32, size: u32, rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> sorted: array<u32>;
@group(0) @binding(4) var<storage, read_write> dtable: array<f32>;

// The first place in `sorted` whose index is not below v.
fn first_of(v: u32, count: u32) -> u32 {
    var low = 0u;
    var high = count;
    while low < high {
        let middle = (low + high) / 2u;
        if sorted[middle] < v { low = middle + 1u; } else { high = middle; }
    }
    return low;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    let blocks = (p.columns + 3u) / 4u;
    if i >= p.rows * blocks { return; }
    let v = i / blocks;
    let d = vec4((i % blocks) * 4u) + vec4(0u, 1u, 2u, 3u);
    let columns = min(d, vec4(p.columns - 1u)); // past the edge the last column is read again, and not written
    let count = p.bags * p.size;
    var sum = vec4(0.0);
    for (var at = first_of(v, count); at < count; at += 1u) {
        if sorted[at] != v { break; }
        let place = sorted[count + at];
        let from_dy = place / p.size * p.columns + columns;
        sum += weights[place] * vec4(dy[from_dy.x], dy[from_dy.y], dy[from_dy.z], dy[from_dy.w]);
    }
    for (var l = 0u; l < 4u && d[l] < p.columns; l += 1u) { dtable[v * p.columns + d[l]] = sum[l]; }
}
