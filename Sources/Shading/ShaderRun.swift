import Kernels
import Lanes
import Synchronization

/// The values of a uniform's components.
public enum UniformValue: Hashable, Sendable {
    case floats([Float])
    case integers([Int32])
    case truth(Bool)
}

/// What one run of a shader works on.
public struct ShaderRun: Sendable {
    private let plan: LanePlan
    private let frame: LaneFrame

    /// How many passes of loops a block of 2 × 64 pixels may take: far more than pictures need.
    public static let mostPasses = 4_000_000

    /// - Parameters:
    ///   - width: in pixels, as is `height`.
    ///   - uniforms: by name; those that are missing are zero.
    ///   - pictures: by name; a sampler without one reads `anyPicture`.
    ///   - targets: by number, as wide and high as said.
    /// - Throws: `UniformError` for a value that does not fit.
    public init(
        _ shader: Shader, width: Int, height: Int, uniforms: [String: UniformValue],
        pictures: [String: LanePicture], anyPicture: LanePicture, targets: [LanePicture?]
    ) throws(UniformError) {
        var settings: [LaneProgram.Constant] = []
        for (register, length) in zip(shader.frame, [width, height]) {
            settings.append(.init(register: register, bits: Float(length).bitPattern))
        }
        for uniform in shader.uniforms {
            guard let value = uniforms[uniform.name] else { continue }
            guard let words = value.words(for: uniform.kinds) else {
                throw UniformError(
                    name: uniform.name, declared: uniform.type, given: value.typeName, line: uniform.line,
                    column: uniform.column)
            }
            for (register, bits) in zip(uniform.registers, words) {
                settings.append(.init(register: register, bits: bits))
            }
        }
        let read = shader.pictures.map { pictures[$0] ?? anyPicture }
        for (number, registers) in shader.sizes {
            for (register, length) in zip(registers, [read[number].width, read[number].height]) {
                settings.append(.init(register: register, bits: UInt32(length)))
            }
        }
        plan = LanePlan(shader.program, settings: settings)
        frame = LaneFrame(width: width, height: height, settings: settings, pictures: read, targets: targets)
    }

    /// How many bands there are, of two rows each.
    public var bandCount: Int { frame.bandCount }

    /// Makes the pixels of some bands, on all threads of the crew.
    ///
    /// - Returns: false if a loop does not end.
    public func render(_ bands: Range<Int>) -> Bool {
        // Of one size whatever the number of threads, so that nothing can depend on it.
        let length = 8
        let isEndless = Atomic(false)
        parallelParts((bands.count + length - 1) / length) { part in
            guard !isEndless.load(ordering: .relaxed) else { return }
            let start = bands.lowerBound + part * length
            let own = start..<min(start + length, bands.upperBound)
            if !plan.render(own, of: frame, passes: Self.mostPasses) { isEndless.store(true, ordering: .relaxed) }
        }
        return !isEndless.load(ordering: .relaxed)
    }
}

/// A uniform that is declared with another type than its value has.
public struct UniformError: Error, Hashable, Sendable {
    public let name: String
    public let declared: String
    public let given: String
    public let line: Int
    public let column: Int
}

extension UniformError: CustomStringConvertible {
    public var description: String {
        "line \(line), column \(column): '\(name)' is declared as \(declared), but gets \(given). "
            + "Declare it as \(given)."
    }
}

extension UniformValue {
    var typeName: String {
        switch self {
        case .floats(let values): values.count == 1 ? "float" : "vec\(values.count)"
        case .integers(let values): values.count == 1 ? "int" : "ivec\(values.count)"
        case .truth: "bool"
        }
    }

    /// The bits for components of these kinds; nil if they do not fit.
    ///
    /// As OpenGL has it, truth values take whatever is not zero for true, and whole numbers may be given for them.
    func words(for kinds: [String]) -> [UInt32]? {
        let values: [(bits: UInt32, isZero: Bool)]
        let kind: String
        switch self {
        case .floats(let floats): (values, kind) = (floats.map { ($0.bitPattern, $0 == 0) }, "float")
        case .integers(let integers):
            (values, kind) = (integers.map { (UInt32(bitPattern: $0), $0 == 0) }, "int")
        case .truth(let truth): (values, kind) = ([(truth ? 1 : 0, !truth)], "int")
        }
        guard values.count == kinds.count else { return nil }
        if kinds.allSatisfy({ $0 == "bool" }) { return values.map { $0.isZero ? 0 : .max } }
        return kinds.allSatisfy { $0 == kind } ? values.map(\.bits) : nil
    }
}
