// dw[k,c,f] = Σ over positions o of x[o·stride − before + k, c]·dy[o,f], the sums of each slice of positions apart.
// x: [B,Y,X,C]   dy: [B,Oy,Ox,F]   dw: [slices,Ky,Kx,C,F]      CPU twin: crates/compute/src/ops/conv2d.rs
// For C and F in fours: an invocation computes 8 channels × 8 filters of one tap and one slice, as four 4×4 matrices.
// Where F is not in eights, the last one computes 8 × 4; where C is not, four channels twice.
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, filters: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: i32, before_x: i32, spread_y: u32, spread_x: u32, has_bias: u32, has_relu: u32,
    slices: u32, rows_in_slice: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> dy: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> dw: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let depth = p.channels / 4u;
    let quads = p.filters / 4u;
    let blocks = vec2((depth + 1u) / 2u, (quads + 1u) / 2u);
    let index = (group.y * groups.x + group.x) * 64u + local;
    let taps = p.window_y * p.window_x;
    let slice = index / (taps * blocks.x * blocks.y);
    if slice >= p.slices { return; }
    let f0 = index % blocks.y * 2u;
    let f1 = f0 + 1u;
    let has_f1 = f1 < quads;
    let c0 = index / blocks.y % blocks.x * 2u;
    let c1 = min(c0 + 1u, depth - 1u);
    let tap = index / (blocks.x * blocks.y) % taps;
    let ky = i32(tap / p.window_x) - p.before_y;
    let kx = i32(tap % p.window_x) - p.before_x;
    var s00 = mat4x4<f32>();
    var s01 = mat4x4<f32>();
    var s10 = mat4x4<f32>();
    var s11 = mat4x4<f32>();
    let end = min((slice + 1u) * p.rows_in_slice, p.batch * p.out_y);
    for (var row = slice * p.rows_in_slice; row < end; row += 1u) {
        let iy = i32(row % p.out_y * p.stride_y) + ky;
        if iy < 0 || iy >= i32(p.y) { continue; }
        let line = i32(row / p.out_y * p.y + u32(iy)) * i32(p.x);
        for (var ox = 0u; ox < p.out_x; ox += 1u) {
            let ix = i32(ox * p.stride_x) + kx;
            if ix < 0 || ix >= i32(p.x) { continue; }
            let cell = u32(line + ix) * depth;
            let position = (row * p.out_x + ox) * quads;
            let x0 = x[cell + c0];
            let x1 = x[cell + c1];
            let dy0 = dy[position + f0];
            s00 += outer(x0, dy0);
            s10 += outer(x1, dy0);
            if has_f1 {
                let dy1 = dy[position + f1];
                s01 += outer(x0, dy1);
                s11 += outer(x1, dy1);
            }
        }
    }
    let first = (slice * taps + tap) * p.channels;
    store(first + 4u * c0, f0, s00);
    store(first + 4u * c1, f0, s10);
    if has_f1 {
        store(first + 4u * c0, f1, s01);
        store(first + 4u * c1, f1, s11);
    }
}

// Four rows of dw: row r is channels[r]·filters.
fn outer(channels: vec4<f32>, filters: vec4<f32>) -> mat4x4<f32> {
    return mat4x4(channels.x * filters, channels.y * filters, channels.z * filters, channels.w * filters);
}

fn store(row: u32, f: u32, sums: mat4x4<f32>) {
    for (var r = 0u; r < 4u; r += 1u) { dw[(row + r) * (p.filters / 4u) + f] = sums[r]; }
}
