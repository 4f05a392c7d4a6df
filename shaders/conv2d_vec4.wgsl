// y[o,f] = Σ over taps k and channels c of w[k,c,f]·x[o·stride − before + k, c] + b[f], then perhaps relu.
// x: [B,Y,X,C]   w: [Ky,Kx,C,F]   b: [F]   y: [B,Oy,Ox,F]      CPU twin: crates/compute/src/ops/conv2d.rs
// For C and F in fours and x's cells side by side: an invocation computes 8 positions × 8 filters, as four 4×4 matrices,
// and takes four channels at a time. Where F is not in eights, the last one computes 8 positions × 4 filters.
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
const NOWHERE = -1048576; // no line is as long

// Four positions: the cell (perhaps in the padding) that their first tap sees, and where their image begins.
struct Positions { y: vec4<i32>, x: vec4<i32>, image: vec4<i32> }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let quads = p.filters / 4u;
    let index = (group.y * groups.x + group.x) * 64u + local;
    // Neighbours take neighbouring positions and the same filters; one's eight positions are `apart`.
    let apart = (p.batch * p.out_y * p.out_x + 7u) / 8u;
    let f0 = index / apart * 2u;
    if f0 >= quads { return; }
    let f1 = f0 + 1u;
    let has_f1 = f1 < quads;
    let p0 = index % apart + LANES * apart;
    let p1 = p0 + 4u * apart;
    let o0 = positions(p0);
    let o1 = positions(p1);
    var y00 = mat4x4<f32>();
    var y01 = mat4x4<f32>();
    var y10 = mat4x4<f32>();
    var y11 = mat4x4<f32>();
    let depth = p.channels / 4u;
    var row = 0u; // of w
    for (var ky = 0u; ky < p.window_y; ky += 1u) {
        let line0 = lines(o0, i32(ky));
        let line1 = lines(o1, i32(ky));
        for (var kx = 0u; kx < p.window_x; kx += 1u) {
            let at0 = cells(line0, o0.x + i32(kx));
            let at1 = cells(line1, o1.x + i32(kx));
            for (var c = 0u; c < depth; c += 1u) {
                let x0 = four(at0, c);
                let x1 = four(at1, c);
                // Column r of a WGSL matrix is position r: (w0·x0)[r] = Σ over four c of x[r][c]·w[c].
                let w0 = four_of_w(row + f0, quads);
                y00 += w0 * x0;
                y10 += w0 * x1;
                if has_f1 {
                    let w1 = four_of_w(row + f1, quads);
                    y01 += w1 * x0;
                    y11 += w1 * x1;
                }
                row += p.filters;
            }
        }
    }
    store(p0, f0, y00);
    store(p1, f0, y10);
    if has_f1 {
        store(p0, f1, y01);
        store(p1, f1, y11);
    }
}

fn positions(o: vec4<u32>) -> Positions {
    let image = o / (p.out_y * p.out_x);
    let oy = o / p.out_x - image * p.out_y;
    let ox = o % p.out_x;
    let first = vec4<i32>(min(image, vec4(p.batch - 1u)) * (p.y * p.x));
    return Positions(vec4<i32>(oy * p.stride_y) - p.before_y, vec4<i32>(ox * p.stride_x) - p.before_x, first);
}

// The cells before the lines that four positions see at a row of taps, or far below zero in the padding.
fn lines(o: Positions, ky: i32) -> vec4<i32> {
    let y = o.y + ky;
    return select(vec4(NOWHERE), o.image + y * i32(p.x), vec4<u32>(y) < vec4(p.y)); // negative ones become huge
}

// Where the channels of four cells begin, counted in fours, or below zero in the padding.
fn cells(line: vec4<i32>, x: vec4<i32>) -> vec4<i32> {
    return select(vec4(NOWHERE), (line + x) * i32(p.channels / 4u), vec4<u32>(x) < vec4(p.x));
}

fn four(at: vec4<i32>, c: u32) -> mat4x4<f32> {
    return mat4x4(one(at.x, c), one(at.y, c), one(at.z, c), one(at.w, c));
}

fn one(at: i32, c: u32) -> vec4<f32> {
    return select(vec4(0.0), x[u32(max(at, 0)) + c], at >= 0);
}

fn four_of_w(at: u32, quads: u32) -> mat4x4<f32> {
    return mat4x4(w[at], w[at + quads], w[at + 2u * quads], w[at + 3u * quads]);
}

// Unrolled: an index that is not constant would put the matrix into memory.
fn store(o: vec4<u32>, f: u32, sums: mat4x4<f32>) {
    var first = vec4(0.0);
    if p.has_bias == 1u { first = bias[f]; }
    store_position(o.x, f, sums[0] + first);
    store_position(o.y, f, sums[1] + first);
    store_position(o.z, f, sums[2] + first);
    store_position(o.w, f, sums[3] + first);
}

fn store_position(o: u32, f: u32, sums: vec4<f32>) {
    if o >= p.batch * p.out_y * p.out_x { return; }
    y[o * (p.filters / 4u) + f] = select(sums, max(sums, vec4(0.0)), p.has_relu == 1u);
}
