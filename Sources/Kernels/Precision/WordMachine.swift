import Foundation

/// The instructions that less exact products use.
public enum WordMachine: Sendable, CaseIterable {
    /// Those of exact products, on factors that were rounded before: right, and no faster.
    case portable
    /// AVX-512 with dot products of brain floats or of bytes, where the processor has them.
    case wide

    /// The fastest, but for the duration of a task: `WordMachine.$current.withValue(.portable) { … }`.
    @TaskLocal public static var current = WordMachine.wide

    /// How many numbers share a word.
    static func numbersPerWord(_ isBytes: Bool) -> Int {
        switch current {
        case .portable: 1
        case .wide: isBytes ? (hasByteProducts ? 4 : 1) : (hasBrainProducts ? 2 : 1)
        }
    }

    /// Whether products of this precision are faster than exact ones on this machine.
    public static func isFast(_ precision: Precision) -> Bool {
        switch precision {
        case .float32: false
        case .bfloat16: hasBrainProducts
        case .int8: hasByteProducts
        }
    }

    private static let hasByteProducts = wideFlags.isSubset(of: flags) && flags.contains("avx512_vnni")
    // What is compiled for brain floats is compiled for dot products of bytes as well.
    private static let hasBrainProducts = hasByteProducts && flags.contains("avx512_bf16")
    private static let wideFlags: Set<Substring> = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]

    /// What the system lists of the first processor: what it can do and the system saves.
    private static let flags: Set<Substring> = {
        #if arch(x86_64) && os(Linux) && !BASELINE
            guard let file = FileHandle(forReadingAtPath: "/proc/cpuinfo") else { return [] }
            let text = String(decoding: (try? file.read(upToCount: 16_384)) ?? Data(), as: UTF8.self)
            let line = text.split(separator: "\n").first { $0.hasPrefix("flags") }
            return Set(line?.split(separator: " ") ?? [])
        #else
            return []
        #endif
    }()
}
