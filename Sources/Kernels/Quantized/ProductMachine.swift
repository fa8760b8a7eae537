import Foundation
import Panels

#if arch(x86_64)
    import WidePanels
#endif

/// The instructions that products with quantised weights use. All give the same bits.
public enum ProductMachine: Sendable, CaseIterable {
    /// Plain vectors, on any processor.
    case portable
    /// AVX2.
    case vectors
    /// AVX-512 with its dot products of bytes.
    case wide

    /// The fastest of this processor, but for the duration of a task: `ProductMachine.$current.withValue(.portable) { … }`.
    @TaskLocal public static var current = ProductMachine.allCases.last(where: \.isAvailable) ?? .portable

    /// Whether this processor has the instructions.
    public var isAvailable: Bool {
        switch self {
        case .portable: true
        case .vectors: Self.isBuiltForVectors
        case .wide: Self.isBuiltForVectors && Self.hasWideVectors
        }
    }

    private static var isBuiltForVectors: Bool {
        #if arch(x86_64) && !BASELINE
            true
        #else
            false
        #endif
    }

    private static let hasWideVectors: Bool = {
        #if arch(x86_64) && os(Linux)
            guard let file = FileHandle(forReadingAtPath: "/proc/cpuinfo") else { return false }
            // The first processor's flags stand well within this; the system lists what it saves, too.
            let text = String(decoding: (try? file.read(upToCount: 16_384)) ?? Data(), as: UTF8.self)
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") }) else { return false }
            let flags = Set(line.split(separator: " "))
            return ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx512_vnni"]
                .allSatisfy { flags.contains(Substring($0)) }
        #else
            return false
        #endif
    }()

    /// A product of a panel.
    func multiplyPanel(_ format: PanelFormat, _ operands: PanelOperands) {
        switch self {
        case .portable: multiplyPortably(format, operands)
        case .vectors:
            #if arch(x86_64) && !BASELINE
                multiplyWithVectors(format, operands)
            #endif
        case .wide:
            #if arch(x86_64)
                multiplyWidePanel(format, operands)
            #endif
        }
    }

    /// Whether products of few input rows take the weights as they lie; else they are made ready before.
    public var multipliesRows: Bool { self == .wide }

    /// A product of sixteen rows of weights that lie as in a file.
    func multiplyRows(_ format: PanelFormat, _ operands: PanelOperands) {
        #if arch(x86_64)
            precondition(multipliesRows, "\(self) has to have the rows made ready")
            multiplyWideRows(format, operands)
        #else
            preconditionFailure("\(self) has to have the rows made ready")
        #endif
    }

    /// Makes sixteen rows of weights ready for `multiplyOpen`.
    func open(_ format: PanelFormat, _ operands: PanelOperands, into target: UnsafeMutableRawPointer) {
        switch self {
        case .portable: openRowsPortably(format, operands, into: target)
        case .vectors:
            #if arch(x86_64) && !BASELINE
                openRowsWithVectors(format, operands, into: target)
            #endif
        case .wide:
            #if arch(x86_64)
                openWideRows(format, operands, into: target)
            #endif
        }
    }

    /// A product of sixteen rows of weights that were made ready.
    func multiplyOpen(_ format: PanelFormat, _ operands: PanelOperands) {
        switch self {
        case .portable: multiplyOpenPortably(format, operands)
        case .vectors:
            #if arch(x86_64) && !BASELINE
                multiplyOpenWithVectors(format, operands)
            #endif
        case .wide:
            #if arch(x86_64)
                multiplyWideOpen(format, operands)
            #endif
        }
    }
}
