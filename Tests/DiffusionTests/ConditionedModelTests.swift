import Diffusion
import Tensors
import TestSupport
import Testing

struct ConditionedModelTests {
    struct Recorded: Decodable {
        struct Case: Decodable {
            let name: String
            let positive: [Entry]
            let negative: [Entry]
            let scale: Double
            let calls: [[Int]]
            let result: String
        }

        let shape: [Int]
        let seed: UInt64
        let sigma: Float
        let guidance: [Case]
    }

    /// As `make_guidance.py` writes it.
    struct Entry: Decodable {
        let tilt: Float
        let tokens: Int
        let strength, mask_strength, start_percent, end_percent: Double?
        let set_area_to_bounds, `default`: Bool?
        let cells, mask: [Int]?
        let parts: [Double]?
    }

    @Test func `weighs prompts against each other as ComfyUI does`() throws {
        let recorded = try Golden.read("guidance", as: Recorded.self)
        #expect(recorded.guidance.count >= 17)
        let latent = initialNoise(seed: recorded.seed, shape: recorded.shape) * recorded.sigma
        for wanted in recorded.guidance {
            let calls = Calls()
            let model = try ConditionedModel(
                [conditioning(wanted.positive), conditioning(wanted.negative)], shape: recorded.shape,
                sampling: .discrete(.sample), network: { calls.answer($0) })
            let found = try ClassifierFreeGuidance(scale: wanted.scale).denoiser(model)(latent, recorded.sigma)
            let error = relativeError(found.array, try Golden.floats(wanted.result))
            #expect(error < 2e-6, "\(wanted.name): off by \(error)")
            #expect(calls.shapes == wanted.calls, "\(wanted.name)")
        }
    }

    @Test func `the negative prompt is skipped at a scale of one, unless somebody needs it`() throws {
        let calls = Calls()
        let model = try model(calls)
        let latent = Tensor(repeating: 0.5, shape: [1, 3, 8, 8])
        var guidance = ClassifierFreeGuidance(scale: 1)
        let plain = try guidance.denoiser(model)(latent, 1)
        #expect(calls.shapes == [[1, 3, 8, 8]])
        #expect(plain.array == AnalyticModel.clean(latent, 1, tilt: 0.5).array)

        calls.shapes = []
        let both = try guidance.denoiser(model).both(latent, 1)
        #expect(calls.shapes == [[2, 3, 8, 8]])
        #expect(both.unconditional.array == AnalyticModel.clean(latent, 1, tilt: -0.5).array)

        calls.shapes = []
        guidance.alwaysPredictsNegative = true
        _ = try guidance.denoiser(model)(latent, 1)
        #expect(calls.shapes == [[2, 3, 8, 8]])
    }

    @Test func `patches see both predictions and change the result in turn`() throws {
        let latent = Tensor(repeating: 0.5, shape: [1, 3, 8, 8])
        var guidance = ClassifierFreeGuidance(scale: 3)
        guidance.before = [{ ($0.positive * 2, $0.negative) }]
        guidance.combine = { $0.positive - $0.negative }
        guidance.after = [{ step, guided in guided + step.latent }, { _, guided in guided * 10 }]
        let found = try guidance.denoiser(try model(Calls()))(latent, 1)
        let positive = AnalyticModel.clean(latent, 1, tilt: 0.5)
        let negative = AnalyticModel.clean(latent, 1, tilt: -0.5)
        #expect(found.array == ((positive * 2 - negative + latent) * 10).array)
    }

    @Test func `a batch is never larger than allowed`() throws {
        let calls = Calls()
        let prompts = Conditioning((0..<3).map { entry(tilt: Float($0)) })
        let latent = Tensor(repeating: 0.5, shape: [2, 3, 8, 8])
        func predict(_ largest: Int) throws -> [Tensor] {
            let model = try ConditionedModel(
                [prompts, prompts], shape: latent.shape, sampling: .discrete(.sample), largestBatch: largest,
                network: { calls.answer($0) })
            return try model(latent, 1, sides: [0, 1])
        }
        let whole = try predict(.max)
        #expect(calls.shapes == [[12, 3, 8, 8]])
        calls.shapes = []
        let parts = try predict(5)
        #expect(calls.shapes == [[4, 3, 8, 8], [4, 3, 8, 8], [4, 3, 8, 8]])
        for (whole, part) in zip(whole, parts) { #expect(relativeError(part.array, whole.array) < 1e-6) }
    }

    @Test func `a control network of the positive prompt is lent to the negative one if it says so`() throws {
        final class Net: Control {}
        let net = Net()
        for lends in [false, true] {
            var positive = entry(tilt: 0.5)
            positive.control = net
            positive.controlsBothSides = lends
            var controls: [(sides: [Int], isControlled: Bool)] = []
            let model = try ConditionedModel(
                [Conditioning([positive]), Conditioning([entry(tilt: -0.5)])], shape: [1, 3, 8, 8],
                sampling: .discrete(.sample),
                network: { call in
                    controls.append((call.sides, call.control === net))
                    return call.latent
                })
            _ = try model(Tensor(zeros: [1, 3, 8, 8]), 1, sides: [0, 1])
            #expect(controls.map(\.sides) == (lends ? [[1, 0]] : [[0], [1]]))
            #expect(controls.map(\.isControlled) == (lends ? [true] : [true, false]))
        }
    }

    @Test func `the network gets what the model made of a prompt, and its latent scaled`() throws {
        var seen: ModelCall?
        let model = try ConditionedModel(
            [Conditioning([entry(tilt: 0.5)])], shape: [2, 3, 8, 8], sampling: .discrete(),
            encode: { entry, _ in
                var entry = entry
                entry.label = Tensor([1, 2], shape: [1, 2])
                entry.concatenated = Tensor(repeating: 7, shape: [1, 5, 8, 8])
                return entry
            },
            network: { call in
                seen = call
                return Tensor(zeros: call.latent.shape)
            })
        _ = try model(Tensor(repeating: 1, shape: [2, 3, 8, 8]), 14.614641, sides: [0])
        let call = try #require(seen)
        #expect(call.input.shape == [2, 8, 8, 8])
        #expect(call.input.sliced(axis: 1, 3..<8).array.allSatisfy { $0 == 7 })
        #expect(abs(call.input.array[0] * 14.648_813 - 1) < 1e-6)
        #expect(call.label?.array == [1, 2, 1, 2])
        #expect(call.timestep == 999)
        #expect(call.imagesPerPrompt == 2)
    }

    @Test func `an area outside the latent is an error that says where both are`() throws {
        var outside = entry(tilt: 1)
        outside.area = .cells(height: 8, width: 8, y: 3, x: 40)
        let error = #expect(throws: SamplingError.self) {
            try ConditionedModel(
                [Conditioning([outside])], shape: [1, 3, 8, 9], sampling: .discrete(), network: { $0.latent })
        }
        #expect(
            error?.description
                == "a prompt's area: 8×8 cells at (40, 3) lie outside the latent of 9×8. Move the area, or make the "
                + "latent larger.")
    }

    private func model(_ calls: Calls) throws -> ConditionedModel {
        try ConditionedModel(
            [Conditioning([entry(tilt: 0.5)]), Conditioning([entry(tilt: -0.5)])], shape: [1, 3, 8, 8],
            sampling: .discrete(.sample), network: { calls.answer($0) })
    }

    private func entry(tilt: Float) -> ConditioningEntry {
        ConditioningEntry(context: Tensor([tilt, tilt], shape: [1, 1, 2]))
    }

    private func conditioning(_ entries: [Entry]) -> Conditioning {
        Conditioning(
            entries.map { recorded in
                let tokens = (0..<recorded.tokens).flatMap { _ in [recorded.tilt - 0.1, recorded.tilt + 0.1] }
                var entry = ConditioningEntry(context: Tensor(tokens, shape: [1, recorded.tokens, 2]))
                entry.strength = recorded.strength ?? 1
                entry.maskStrength = recorded.mask_strength ?? 1
                entry.isCutToMask = recorded.set_area_to_bounds ?? false
                entry.isDefault = recorded.default ?? false
                entry.start = recorded.start_percent
                entry.end = recorded.end_percent
                entry.mask = recorded.mask.map(slopedRectangle)
                if let cells = recorded.cells {
                    entry.area = .cells(height: cells[0], width: cells[1], y: cells[2], x: cells[3])
                }
                if let parts = recorded.parts {
                    entry.area = .parts(height: parts[0], width: parts[1], y: parts[2], x: parts[3])
                }
                return entry
            })
    }

    /// Answers as the analytic model does, tilted by the mean of each prompt.
    final class Calls {
        var shapes: [[Int]] = []

        func answer(_ call: ModelCall) -> Tensor {
            shapes.append(call.latent.shape)
            let rows = (0..<call.latent.shape[0]).map { row in
                let prompt = call.context[rows: row..<row + 1].array
                let tilt = prompt.reduce(0.0) { $0 + Double($1) } / Double(prompt.count)
                return AnalyticModel.clean(call.latent[rows: row..<row + 1], call.sigma, tilt: tilt)
            }
            return concatenate(rows, axis: 0)
        }
    }
}

/// The masks of `make_guidance.py`.
func slopedRectangle(_ size: [Int]) -> Tensor {
    let (count, height, width) = (size[0], size[1], size[2])
    var values = [Float](repeating: 0, count: count * height * width)
    for index in 0..<count {
        for row in 0..<height {
            for column in 0..<width {
                let isInside =
                    height / 4..<max(height * 3 / 4, height / 4) ~= row
                    && column >= width / 3 && column < width - 1 - index
                let isBand = row == height / 2 && column >= width / 2
                values[(index * height + row) * width + column] = isBand ? 0.25 : isInside ? 1 : 0
            }
        }
    }
    return Tensor(values, shape: size)
}
