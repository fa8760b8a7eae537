/// A minimal filtering algorithm for 3x3 kernels: how many output pixels it makes at a time, and its three transforms.
///
/// With `n = size + 2`, an `n` x `n` patch of the image and the kernel are each transformed to n² numbers; those are
/// multiplied one by one and summed over the channels, and the sums are transformed to `size` x `size` outputs. All
/// transforms work on eight channels at a time.
///
/// - Source: Winograd 1980; Lavin and Gray 2016. The matrices follow from the points by Cook and Toom.
protocol WinogradForm {
    /// A row or column of a patch: n vectors.
    associatedtype Patch: WinogradLine

    /// A row or column of outputs: `size` vectors.
    associatedtype Outputs: WinogradLine

    /// Processor cycles that a patch and a kernel take to be transformed, eight channels of them; measured.
    static var patchCycles: Int { get }
    static var kernelCycles: Int { get }

    static func transformPatch(_ line: Patch) -> Patch
    static func transformKernel(_ first: SIMD8<Float>, _ second: SIMD8<Float>, _ third: SIMD8<Float>) -> Patch
    static func transformSums(_ line: Patch) -> Outputs
}

/// A fixed number of vectors, read from and written to places that are `stride` floats apart.
protocol WinogradLine {
    static var count: Int { get }
    init(_ source: UnsafePointer<Float>, stride: Int)
    func store(to target: UnsafeMutablePointer<Float>, stride: Int)
}

extension WinogradForm {
    /// Side of the block of outputs.
    static var size: Int { Outputs.count }

    /// Side of the patch.
    static var side: Int { Patch.count }

    /// How many products a patch and a kernel take.
    static var products: Int { side * side }
}
