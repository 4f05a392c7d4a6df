// dx[cell,c] = Σ of dy[o,c] over the positions o whose maximum is that cell.
// dy, cells: [B,Oy,Ox,C]   dx: [B,Y,X,C]      CPU twin: crates/compute/src/ops/max_pool.rs
// For C in fours: an invocation takes four channels.
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: u32, before_x: u32, counts_padding: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> cells: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read_write> dx: array<vec4<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    let depth = p.channels / 4u;
    if i >= p.batch * p.y * p.x * depth { return; }
    let c = i % depth;
    let cell = i / depth % (p.y * p.x);
    let image = i / (depth * p.y * p.x) * p.out_y * p.out_x;
    // The positions that see the cell: o·stride ≤ at < o·stride + window, in padded cells.
    let at = vec2(cell / p.x + p.before_y, cell % p.x + p.before_x);
    let stride = vec2(p.stride_y, p.stride_x);
    let first = (max(at + 1u, vec2(p.window_y, p.window_x)) - vec2(p.window_y, p.window_x) + stride - 1u) / stride;
    let last = min(at / stride, vec2(p.out_y, p.out_x) - 1u);
    var sum = vec4(0.0);
    for (var oy = first.x; oy <= last.x; oy += 1u) {
        for (var ox = first.y; ox <= last.y; ox += 1u) {
            let o = (image + oy * p.out_x + ox) * depth + c;
            sum += select(vec4(0.0), dy[o], cells[o] == vec4(cell));
        }
    }
    dx[i] = sum;
}
