// y[o,c] = the largest of x[cell,c] over the cells that position o sees, and which cell that was.
// x: [B,Y,X,C]   y, cells: [B,Oy,Ox,C]      CPU twin: crates/compute/src/ops/max_pool.rs
// For C in fours: an invocation takes four channels.
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: u32, before_x: u32, counts_padding: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> cells: array<vec4<u32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    let depth = p.channels / 4u;
    if i >= p.batch * p.out_y * p.out_x * depth { return; }
    let c = i % depth;
    let o = i / depth;
    let start = vec2(o / p.out_x % p.out_y * p.stride_y, o % p.out_x * p.stride_x); // counted in padded cells
    let before = vec2(p.before_y, p.before_x);
    let first = max(start, before) - before;
    let end = min(start + vec2(p.window_y, p.window_x) - before, vec2(p.y, p.x));
    let image = o / (p.out_y * p.out_x) * p.y * p.x;
    var cell = vec4(first.x * p.x + first.y);
    var largest = x[(image + cell.x) * depth + c];
    for (var iy = first.x; iy < end.x; iy += 1u) {
        for (var ix = first.y; ix < end.y; ix += 1u) {
            let value = x[(image + iy * p.x + ix) * depth + c];
            let wins = value > largest;
            largest = select(largest, value, wins);
            cell = select(cell, vec4(iy * p.x + ix), wins);
        }
    }
    y[i] = largest;
    cells[i] = cell;
}
