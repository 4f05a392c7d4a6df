// dtable[v] = Σ of dyₙ over n with indexₙ = v.      dy: [N,D]   dtable: [V,D]
// sorted: [2N], the indices in ascending order and then the place of each in the batch. An invocation adds four columns
// of one row: it gathers, because WGSL cannot add floats atomically.      CPU twin: crates/compute/src/ops/embedding.rs
struct Params { count: u32, rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> sorted: array<u32>;
@group(0) @binding(3) var<storage, read_write> dtable: array<f32>;

// The first place in `sorted` whose index is not below v.
fn first_of(v: u32) -> u32 {
    var low = 0u;
    var high = p.count;
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
    let d = (i % blocks) * 4u;
    let last = p.columns - 1u;
    var sum = vec4(0.0);
    for (var at = first_of(v); at < p.count; at += 1u) {
        if sorted[at] != v { break; }
        let row = sorted[p.count + at] * p.columns;
        sum += vec4(dy[row + d], dy[row + min(d + 1u, last)], dy[row + min(d + 2u, last)], dy[row + min(d + 3u, last)]);
    }
    for (var c = 0u; c < 4u && d + c < p.columns; c += 1u) { dtable[v * p.columns + d + c] = sum[c]; }
}
