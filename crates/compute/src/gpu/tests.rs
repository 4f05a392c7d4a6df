//! What goes wrong when launches, writes, frees and reads overtake each other, and when the device is lost.

use std::collections::VecDeque;
use std::rc::Rc;

use pollster::block_on;

use super::{Gpu, GpuBuffer};
use crate::error::DeviceError;
use crate::kernel::KernelSource;

/// y = x·scale + shift
static AFFINE: KernelSource = KernelSource {
    name: "affine",
    file: "affine",
    constants: &[],
    wgsl: "struct Params { n: u32, scale: f32, shift: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x < p.n { y[id.x] = x[id.x] * p.scale + p.shift; }
}",
    inputs: 1,
    outputs: 1,
};
/// y += 1, without parameters
static NEXT: KernelSource = KernelSource {
    name: "next",
    file: "next",
    constants: &[],
    wgsl: "@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(1) fn main(@builtin(workgroup_id) id: vec3<u32>) { y[id.x] += 1.0; }",
    inputs: 0,
    outputs: 1,
};
static NO_WGSL: KernelSource = KernelSource { name: "no_wgsl", wgsl: "@compute fn main( {", ..NEXT };
static OTHER_BINDINGS: KernelSource = KernelSource { name: "other_bindings", wgsl: AFFINE.wgsl, ..NEXT };

/// A GPU, or a failure; `NABLA_NO_GPU_TESTS=1` leaves these tests out, and says so.
fn gpu() -> Option<Rc<Gpu>> {
    if std::env::var("NABLA_NO_GPU_TESTS").is_ok_and(|value| value == "1") {
        eprintln!("left out by NABLA_NO_GPU_TESTS=1: no GPU is tested");
        return None;
    }
    let gpu = block_on(Gpu::new()).expect("a GPU: install a Vulkan driver or opt out with NABLA_NO_GPU_TESTS=1");
    gpu.submit_after(super::batch::SLOTS); // a loaded machine must not change what is counted here
    Some(gpu)
}

fn affine(gpu: &Gpu, x: &GpuBuffer, y: &GpuBuffer, n: usize, scale: f32, shift: f32) {
    let params: [u8; 12] = bytemuck::cast([n as u32, scale.to_bits(), shift.to_bits()]);
    let groups = [n.div_ceil(64) as u32, 1, 1];
    gpu.launch(&AFFINE, &params, &[x], &[y], groups);
}

fn next(gpu: &Gpu, y: &GpuBuffer, n: u32) {
    gpu.launch(&NEXT, &[], &[], &[y], [n, 1, 1]);
}

#[track_caller]
fn numbers(gpu: &Rc<Gpu>, buffer: &GpuBuffer, len: usize) -> Vec<f32> {
    let mut arrays = block_on(gpu.read(&[(buffer, len)])).expect("a working device");
    arrays.pop().expect("one array a buffer")
}

#[test]
fn each_of_3000_launches_has_its_own_parameters() {
    let Some(gpu) = gpu() else { return };
    let x = gpu.upload(&[1.0, 2.0, 3.0]);
    let ys: Vec<_> = (0..3_000).map(|_| gpu.alloc(3)).collect();
    for (i, y) in ys.iter().enumerate() {
        affine(&gpu, &x, y, 3, i as f32, 0.5);
    }
    let reads: Vec<_> = ys.iter().map(|y| (y, 3)).collect();
    let arrays = block_on(gpu.read(&reads)).expect("a working device");
    for (i, y) in arrays.iter().enumerate() {
        let i = i as f32;
        assert_eq!(*y, [i + 0.5, 2.0 * i + 0.5, 3.0 * i + 0.5]);
    }
    // 1,024 slots an arena.
    assert_eq!(gpu.stats().submits, 3);
}

#[test]
fn a_buffer_freed_in_a_batch_is_not_written_before_it() {
    let Some(gpu) = gpu() else { return };
    for round in 0..10 {
        let round = round as f32;
        let a = gpu.upload(&[round; 100]);
        let b = gpu.alloc(100);
        affine(&gpu, &a, &b, 100, 2.0, 1.0);
        drop(a);
        let c = gpu.upload(&[1000.0; 100]);
        let d = gpu.alloc(100);
        affine(&gpu, &c, &d, 100, 1.0, 1.0);
        let e = gpu.upload(&[-1.0; 100]);
        let reads = [(&b, 100), (&c, 100), (&d, 100), (&e, 100)];
        let arrays = block_on(gpu.read(&reads)).expect("a working device");
        let expected = [2.0 * round + 1.0, 1000.0, 1001.0, -1.0];
        assert_eq!(arrays, expected.map(|value| vec![value; 100]));
    }
}

#[test]
fn a_chain_of_temporaries_needs_two_buffers() {
    let Some(gpu) = gpu() else { return };
    let mut x = gpu.upload(&[0.0; 100]);
    for i in 0..500 {
        let y = gpu.alloc(100);
        affine(&gpu, &x, &y, 100, 1.0, i as f32);
        x = y;
    }
    assert_eq!(numbers(&gpu, &x, 100), [499.0 * 500.0 / 2.0; 100]);
    let stats = gpu.stats();
    assert_eq!(stats.live_buffers + stats.pooled_buffers, 2);
    drop(x);
    assert_eq!((gpu.stats().live_buffers, gpu.stats().live_bytes), (0, 0));
}

#[test]
fn big_buffers_freed_in_a_batch_survive_until_its_submit() {
    let Some(gpu) = gpu() else { return };
    let x = gpu.upload(&[1.0; 64]);
    let big: Vec<_> = (0..3).map(|_| gpu.alloc(32 << 20)).collect();
    for y in &big {
        affine(&gpu, &x, y, 64, 2.0, 1.0);
    }
    affine(&gpu, &big[2], &x, 64, 1.0, 1.0);
    drop(big);
    next(&gpu, &x, 64);
    assert_eq!(numbers(&gpu, &x, 64), [5.0; 64]);
    assert!(gpu.stats().pooled_bytes <= 256 << 20);
}

#[test]
fn buffers_are_kept_while_steps_use_them_and_destroyed_soon_after() {
    let Some(gpu) = gpu() else { return };
    gpu.submit_after(1); // a step of many batches, as on a slow GPU
    let x = gpu.upload(&[1.0; 64]);
    let step = |count: usize| {
        let idle: Vec<_> = (0..count).map(|_| gpu.alloc(1 << 18)).collect();
        idle.iter().for_each(|y| affine(&gpu, &x, y, 64, 2.0, 1.0));
        drop(idle);
        gpu.flush().expect("a working device");
        gpu.stats()
    };
    let of_both = step(60);
    assert_eq!(of_both.pooled_bytes, 60 << 20); // more than is kept of what the last few steps did not use
    for _ in 0..31 {
        assert_eq!(step(50).pooled_buffers, 60);
    }
    let of_one = step(50);
    assert_eq!(of_one.pooled_buffers, 50);
    for _ in 0..200 {
        let stats = step(50);
        assert_eq!((stats.bind_groups_made, stats.pooled_buffers), (of_one.bind_groups_made, 50));
    }
    for _ in 0..128 {
        assert_eq!(step(3).bind_groups_made, of_one.bind_groups_made);
    }
    assert_eq!(step(3).pooled_buffers, 3);
}

#[test]
fn a_warm_step_makes_nothing_new() {
    let Some(gpu) = gpu() else { return };
    let weights = gpu.upload(&[1.0; 300]);
    let mut reads = VecDeque::new();
    let mut warm = None;
    for step in 0..100 {
        let mut h = gpu.upload(&[step as f32; 300]);
        let mut kept = Vec::new();
        for _ in 0..5 {
            let y = gpu.alloc(300);
            affine(&gpu, &h, &y, 300, 1.0, 1.0);
            kept.push(std::mem::replace(&mut h, y));
        }
        next(&gpu, &weights, 300);
        reads.push_back(gpu.read(&[(&h, 1)]));
        if step % 2 == 0 {
            kept.reverse(); // freed in another order
        }
        if reads.len() > 2
            && let Some(read) = reads.pop_front()
        {
            assert_eq!(block_on(read), Ok(vec![vec![step as f32 - 2.0 + 5.0]]));
        }
        let stats = gpu.stats();
        let made = (stats.bind_groups_made, stats.live_bytes + stats.pooled_bytes);
        if step >= 10 {
            assert_eq!(*warm.get_or_insert(made), made);
        }
    }
}

#[test]
fn reads_in_flight_hold_the_values_of_their_moment() {
    let Some(gpu) = gpu() else { return };
    let y = gpu.upload(&[0.0; 64]);
    let mut reads: Vec<_> = (1..=50)
        .map(|value| {
            next(&gpu, &y, 64);
            (value as f32, gpu.read(&[(&y, 64), (&y, 1), (&y, 0)]))
        })
        .collect();
    drop(reads.remove(10)); // given up
    for (value, mut read) in reads {
        let arrays = loop {
            match read.try_take() {
                Some(arrays) => break arrays,
                None => std::thread::yield_now(),
            }
        };
        assert_eq!(arrays, Ok(vec![vec![value; 64], vec![value], vec![]]));
        assert!(read.try_take().is_none());
    }
    assert_eq!(gpu.check(), Ok(()));
}

#[test]
fn a_refused_shader_names_itself_and_leaves_the_device_alone() {
    let Some(gpu) = gpu() else { return };
    let mut steps = Vec::new();
    let mut progress = |done, of| steps.push((done, of));
    assert_eq!(block_on(gpu.compile(&[&AFFINE, &NEXT], &mut progress)), Ok(()));
    assert_eq!(steps, [(0, 2), (1, 2), (2, 2)]);
    for refused in [&NO_WGSL, &OTHER_BINDINGS] {
        let error = block_on(gpu.compile(&[refused], &mut |_, _| {}));
        assert!(matches!(error, Err(DeviceError::Shader { kernel, .. }) if kernel == refused.name));
    }
    let y = gpu.upload(&[6.0]);
    next(&gpu, &y, 1);
    assert_eq!(numbers(&gpu, &y, 1), [7.0]);
    gpu.launch(&NO_WGSL, &[], &[], &[&y], [1, 1, 1]);
    assert!(gpu.flush().is_err());
}

#[test]
fn a_destroyed_device_is_an_error_everywhere() {
    let Some(gpu) = gpu() else { return };
    let y = gpu.upload(&[1.0; 64]);
    next(&gpu, &y, 64);
    let in_flight = gpu.read(&[(&y, 64)]);
    next(&gpu, &y, 64);
    gpu.destroy();
    let z = gpu.upload(&[1.0; 64]);
    next(&gpu, &z, 64);
    assert!(matches!(gpu.flush(), Err(DeviceError::Lost(_))));
    assert!(matches!(block_on(in_flight), Err(DeviceError::Lost(_))));
    assert!(matches!(gpu.read(&[(&z, 64)]).try_take(), Some(Err(DeviceError::Lost(_)))));
    assert!(block_on(gpu.compile(&[&AFFINE], &mut |_, _| {})).is_err());
}

#[test]
fn a_buffer_over_the_limit_is_an_error() {
    let Some(gpu) = gpu() else { return };
    let largest = gpu.alloc((128 << 20) / 4);
    next(&gpu, &largest, 1);
    assert_eq!(numbers(&gpu, &largest, 1).len(), 1);
    let larger = gpu.alloc((128 << 20) / 4 + 1);
    next(&gpu, &larger, 1);
    assert!(matches!(gpu.flush(), Err(DeviceError::TooLarge { asked: 134_217_732, .. })));
}

#[test]
fn results_do_not_depend_on_where_a_step_is_divided() {
    let Some(gpu) = gpu() else { return };
    let after = |launches| {
        gpu.submit_after(launches);
        let (before, mut x) = (gpu.stats().submits, gpu.upload(&[0.3; 100]));
        for step in 0..20 {
            // Uploads and temporaries in mid-step, as a real step has them.
            let shift = gpu.upload(&[step as f32; 100]);
            let (y, z) = (gpu.alloc(100), gpu.alloc(100));
            affine(&gpu, &x, &y, 100, 0.7, 0.1);
            affine(&gpu, &shift, &z, 100, 0.01, 1.0);
            drop(shift);
            next(&gpu, &y, 100);
            next(&gpu, &z, 50);
            x = gpu.alloc(100);
            affine(&gpu, if step % 3 == 0 { &z } else { &y }, &x, 100, 0.9, 0.0);
        }
        let read = numbers(&gpu, &x, 100);
        (read, gpu.stats().submits - before)
    };
    let (whole, submits) = after(1_024);
    assert_eq!(submits, 1);
    for (launches, expected) in [(1, 100), (2, 50), (7, 15)] {
        assert_eq!(after(launches), (whole.clone(), expected), "a submit every {launches} launches");
    }
}

#[test]
fn what_is_out_of_memory_is_said_with_sizes() {
    let fault = super::fault::Fault::default();
    fault.note_buffer(1_000, 5_000);
    let source = Box::<dyn std::error::Error + Send + Sync>::from("no more");
    fault.hear(&wgpu::Error::OutOfMemory { source });
    let said = fault.check().expect_err("a failure");
    assert_eq!(said, DeviceError::OutOfMemory { asked: 1_000, held: 5_000 });
    assert!(said.to_string().contains("1000 bytes more than the 5000 bytes"), "{said}");
}

#[test]
fn a_trace_names_the_kernels_and_computes_nothing() {
    let Some(gpu) = gpu() else { return };
    let y = gpu.upload(&[6.0; 64]);
    next(&gpu, &y, 64);
    let before = gpu.stats();
    let kernels = gpu.trace(|| {
        let x = gpu.upload(&[1.0; 64]);
        next(&gpu, &y, 64);
        affine(&gpu, &x, &y, 64, 2.0, 1.0);
        next(&gpu, &x, 64);
        assert_eq!(numbers(&gpu, &y, 2), [0.0; 2]);
        assert_eq!(gpu.flush(), Ok(()));
    });
    assert_eq!(kernels.iter().map(|kernel| kernel.name).collect::<Vec<_>>(), ["next", "affine"]);
    assert_eq!(gpu.stats(), before);
    assert_eq!(numbers(&gpu, &y, 64), [7.0; 64]);
}
