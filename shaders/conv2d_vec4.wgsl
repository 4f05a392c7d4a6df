// y[o,f] = Σ over taps k and channels c of w[k,c,f]·x[o·stride − before + k, c] + b[f], then perhaps relu.
// x: [B,Y,X,C]   w: [Ky,Kx,C,F]   b: [F]   y: [B,Oy,Ox,F]      CPU twin: crates/compute/src/ops/conv2d.rs
// For C and F in fours and x's cells side by side: an invocation computes 8 positions × 8 filters, as four 4×4 matrices,
// and takes four channels at a time. Where F is not in eights, the last one computes four filters twice.
struct Params {
    batch: u32, y: u32, x: u32, channels: u32, out_y: u32, out_x: u32, filters: u32, window_y: u32, window_x: u32,
    stride_y: u32, stride_x: u32, before_y: i32, before_x: i32, spread_y: u32, spread_x: u32, has_bias: u32, has_relu: u32,
    slices: u32, rows_in_slice: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> w: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> y: array<vec4<f32>>;
const LANES = vec4(0u, 1u, 2u, 3u);

// Four positions: the cell (perhaps in the padding) that their first tap sees, and where their image begins.
struct Positions { y: vec4<i32>, x: vec4<i32>, image: vec4<i32> }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let quads = p.filters / 4u;
    let blocks = (quads + 1u) / 2u;
    let index = (group.y * groups.x + group.x) * 64u + local;
    let o = index / blocks * 8u;
    if o >= p.batch * p.out_y * p.out_x { return; }
    let f0 = index % blocks * 2u;
    let f1 = min(f0 + 1u, quads - 1u);
    let o0 = positions(o + LANES);
    let o1 = positions(o + 4u + LANES);
    var y00 = mat4x4<f32>();
    var y01 = mat4x4<f32>();
    var y10 = mat4x4<f32>();
    var y11 = mat4x4<f32>();
    let depth = p.channels / 4u;
    var row = 0u; // of w
    for (var ky = 0u; ky < p.window_y; ky += 1u) {
        for (var kx = 0u; kx < p.window_x; kx += 1u) {
            let at0 = cells(o0, i32(ky), i32(kx));
            let at1 = cells(o1, i32(ky), i32(kx));
            for (var c = 0u; c < depth; c += 1u) {
                let x0 = four(at0, c);
                let x1 = four(at1, c);
                let w0 = mat4x4(w[row + f0], w[row + quads + f0], w[row + 2u * quads + f0], w[row + 3u * quads + f0]);
                let w1 = mat4x4(w[row + f1], w[row + quads + f1], w[row + 2u * quads + f1], w[row + 3u * quads + f1]);
                // Column r of a WGSL matrix is position r: (w0·x0)[r] = Σ over four c of x[r][c]·w[c].
                y00 += w0 * x0;
                y01 += w1 * x0;
                y10 += w0 * x1;
                y11 += w1 * x1;
                row += p.filters;
            }
        }
    }
    store(o, f0, y00);
    store(o + 4u, f0, y10);
    if f1 != f0 {
        store(o, f1, y01);
        store(o + 4u, f1, y11);
    }
}

fn positions(o: vec4<u32>) -> Positions {
    let image = o / (p.out_y * p.out_x);
    let oy = o / p.out_x - image * p.out_y;
    let ox = o % p.out_x;
    let first = vec4<i32>(min(image, vec4(p.batch - 1u)) * (p.y * p.x));
    return Positions(vec4<i32>(oy * p.stride_y) - p.before_y, vec4<i32>(ox * p.stride_x) - p.before_x, first);
}

// Where the channels of four cells begin, counted in fours, or −1 in the padding.
fn cells(o: Positions, ky: i32, kx: i32) -> vec4<i32> {
    let y = o.y + ky;
    let x = o.x + kx;
    let inside = (y >= vec4(0)) & (y < vec4(i32(p.y))) & (x >= vec4(0)) & (x < vec4(i32(p.x)));
    return select(vec4(-1), (o.image + y * i32(p.x) + x) * i32(p.channels / 4u), inside);
}

fn four(at: vec4<i32>, c: u32) -> mat4x4<f32> {
    return mat4x4(one(at.x, c), one(at.y, c), one(at.z, c), one(at.w, c));
}

fn one(at: i32, c: u32) -> vec4<f32> {
    return select(vec4(0.0), x[u32(max(at, 0)) + c], at >= 0);
}

fn store(o: u32, f: u32, sums: mat4x4<f32>) {
    var first = vec4(0.0);
    if p.has_bias == 1u { first = bias[f]; }
    for (var r = 0u; r < 4u && o + r < p.batch * p.out_y * p.out_x; r += 1u) {
        var sum = sums[r] + first;
        if p.has_relu == 1u { sum = max(sum, vec4(0.0)); }
        y[(o + r) * (p.filters / 4u) + f] = sum;
    }
}
