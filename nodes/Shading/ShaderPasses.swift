import Lanes
import Shading
import Tensors

/// One shader with all that it is given, run over one set of pictures after another.
struct ShaderPasses {
    let shader: Shader
    let passes: Int
    /// How many pictures are made.
    let outputs: Int
    /// In pixels.
    let width: Int
    let height: Int
    let uniforms: [String: UniformValue]
    /// The levels of each.
    let curves: [[Float]]

    /// Bands of two rows between one look at whether somebody wants to stop and the next.
    private static let bandsAtOnce = 64

    /// - Shapes: `pictures` [1, H, W, 3 or 4] → [1, height, width, 4] each.
    /// - Throws: `ShadingError`; whatever `progress` throws.
    func run(over pictures: [Tensor], progress: (Int, Int) throws -> Void) throws -> [Tensor] {
        var named: [String: LanePicture] = [:]
        for (number, picture) in pictures.enumerated() {
            named["u_image\(number)"] = LanePicture(
                picture.values, width: picture.shape[2], height: picture.shape[1], channels: picture.shape[3])
        }
        for (number, levels) in curves.enumerated() {
            named["u_curve\(number)"] = LanePicture(levels.span, width: levels.count, height: 1, channels: 1)
        }
        let targets = (0..<outputs).map { _ in LanePicture(width: width, height: height) }
        let between = (0..<min(2, passes - 1)).map { _ in LanePicture(width: width, height: height) }
        for pass in 0..<passes {
            let isLast = pass == passes - 1
            if pass > 0 { named["u_image0"] = between[(pass - 1) % 2] }
            if !isLast { between[pass % 2].clear() }
            try run(pass, reading: named, into: isLast ? targets : [between[pass % 2]], progress)
        }
        return targets.map { target in
            Tensor(shape: [1, height, width, 4]) { target.copy(into: &$0) }
        }
    }

    private func run(
        _ pass: Int, reading pictures: [String: LanePicture], into targets: [LanePicture],
        _ progress: (Int, Int) throws -> Void
    ) throws {
        guard let first = pictures["u_image0"] else { preconditionFailure("a shader without a picture") }
        var uniforms = uniforms
        uniforms["u_resolution"] = .floats([Float(width), Float(height)])
        uniforms["u_pass"] = .integers([Int32(truncatingIfNeeded: pass)])
        let run: ShaderRun
        do throws(UniformError) {
            run = try ShaderRun(
                shader, width: width, height: height, uniforms: uniforms, pictures: pictures, anyPicture: first,
                targets: targets)
        } catch {
            throw ShadingError.uniform(error)
        }
        let parts = (run.bandCount + Self.bandsAtOnce - 1) / Self.bandsAtOnce
        for part in 0..<parts {
            try progress(pass * parts + part, passes * parts)
            let start = part * Self.bandsAtOnce
            guard run.render(start..<min(start + Self.bandsAtOnce, run.bandCount)) else { throw ShadingError.endless }
        }
    }
}
