//! What is decided after a failure, with GPUs that are played by the processor.

use std::cell::Cell;

use pollster::block_on;

use super::*;

thread_local!(static FOUND: Cell<usize> = const { Cell::new(0) });

/// How often a GPU was looked for.
fn found() -> usize {
    FOUND.get()
}

fn a_gpu() -> Connecting {
    FOUND.set(found() + 1);
    Box::pin(async { Ok(Device::cpu()) })
}

fn lost() -> DeviceError {
    DeviceError::Lost("for a test".to_owned())
}

fn choose(backends: &mut Backends, backend: Backend) -> (Device, DeviceInfo) {
    block_on(backends.for_small_models(backend, &|_| Vec::new(), &mut |_, _| {}))
}

fn after(backends: &mut Backends, error: &DeviceError, now: f64) -> DeviceInfo {
    backends.after_loss(error, now);
    choose(backends, Backend::WebGpu).1
}

#[test]
fn the_third_loss_within_a_minute_ends_on_the_processor() {
    let mut backends = Backends::with_gpu_from(a_gpu);
    let on = |info: &DeviceInfo| (info.backend, info.reason);
    for now in [0.0, 20_000.0, 70_000.0, 100_000.0] {
        let info = after(&mut backends, &lost(), now);
        assert_eq!(on(&info), (BackendKind::WebGpu, Reason::DeviceLost), "at {now} ms");
    }
    let info = after(&mut backends, &lost(), 100_001.0);
    assert_eq!(on(&info), (BackendKind::Cpu, Reason::DeviceLost));
    // What is decided holds once: who asks for a GPU again gets one.
    assert_eq!(on(&choose(&mut backends, Backend::WebGpu).1), (BackendKind::WebGpu, Reason::Requested));
}

#[test]
fn without_another_gpu_it_is_the_processor() {
    let mut backends = Backends::with_gpu_from(|| Box::pin(async { Err(DeviceError::NoAdapter("none".to_owned())) }));
    let info = after(&mut backends, &lost(), 0.0);
    assert_eq!((info.backend, info.reason), (BackendKind::Cpu, Reason::DeviceLost));
}

#[test]
fn what_would_happen_again_is_not_tried_on_another_gpu() {
    let mut backends = Backends::with_gpu_from(a_gpu);
    let asked = |error| {
        let info = after(&mut Backends::with_gpu_from(a_gpu), &error, 0.0);
        (info.backend, info.reason, info.shortage.map(|shortage| (shortage.asked_mb, shortage.limit_mb)))
    };
    let memory = DeviceError::OutOfMemory { asked: 3 << 20, held: 200 << 20 };
    assert_eq!(asked(memory), (BackendKind::Cpu, Reason::OutOfMemory, Some((3.0, 200.0))));
    let large = DeviceError::TooLarge { asked: 160 << 20, most: 128 << 20 };
    assert_eq!(asked(large), (BackendKind::Cpu, Reason::BufferTooLarge, Some((160.0, 128.0))));
    assert_eq!(asked(DeviceError::Validation("a bug".to_owned())), (BackendKind::Cpu, Reason::GpuError, None));
    assert_eq!(backends.after_loss(&lost(), 0.0), Next::AnotherGpu(lost()));
}

#[test]
fn a_gpu_is_shared_while_it_is_used_and_kept_by_nobody_else() {
    let mut backends = Backends::with_gpu_from(a_gpu);
    let before = found();
    let (first, _) = choose(&mut backends, Backend::WebGpu);
    let second = choose(&mut backends.clone(), Backend::WebGpu).0;
    assert_eq!(found() - before, 1, "the same one");
    let weak = first.downgrade();
    drop((first, second));
    assert!(weak.upgrade().is_none(), "it was given back");
    let _third = choose(&mut backends, Backend::WebGpu).0;
    assert_eq!(found() - before, 2);
}

#[test]
fn a_loss_that_another_run_has_told_of_does_not_count_again() {
    let mut backends = Backends::with_gpu_from(a_gpu);
    let mut kept = Vec::new();
    for now in 0..2 {
        backends.after_loss(&lost(), f64::from(now));
        kept.push(choose(&mut backends, Backend::WebGpu));
        // The second run of a comparison, whose device was the one that was lost.
        assert_eq!(backends.clone().after_loss(&lost(), f64::from(now)), Next::AnotherGpu(lost()));
        kept.push(choose(&mut backends, Backend::WebGpu));
        kept.clear();
    }
    assert_eq!(backends.after_loss(&lost(), 3.0), Next::Cpu(lost()));
}

#[test]
fn a_gpu_that_is_lost_as_it_comes_is_asked_for_once_more() {
    fn lost_at_first() -> Connecting {
        FOUND.set(found() + 1);
        let is_first = found() % 2 == 1;
        Box::pin(async move { if is_first { Err(lost()) } else { Ok(Device::cpu()) } })
    }
    FOUND.set(0);
    let (_, info) = choose(&mut Backends::with_gpu_from(lost_at_first), Backend::WebGpu);
    assert_eq!((info.backend, info.reason, found()), (BackendKind::WebGpu, Reason::Requested, 2));
}

#[test]
fn a_browser_that_does_not_answer_is_not_waited_for() {
    let hanging = Backends::with_gpu_from(|| Box::pin(std::future::pending()));
    let mut backends = hanging.with_patience(|| Box::pin(async {}));
    let (_, info) = choose(&mut backends, Backend::WebGpu);
    assert_eq!((info.backend, info.reason), (BackendKind::Cpu, Reason::ProbeFailed));
    assert!(info.detail.contains("no answer within 8 seconds"), "{}", info.detail);
}
