import Engine
import Tensors
import Testing

@testable import Nodes

struct ImageFilterTests {
    @Test func `palettes and dithering are Pillow's, pixel for pixel`() throws {
        let recorded = try RecordedNodes.read()
        let image = Image(pixels: Tensor(recorded.pixels.map { Float($0) / 255 }, shape: [1, 20, 24, 3]))
        try withFolders { folders in
            for wanted in recorded.quantized {
                let node = ImageQuantize()
                node.image = image
                node.colors = wanted.colors
                node.dither = try #require(Dither(rawValue: wanted.dither))
                try node.run(RunContext(folders: folders))
                let found = node.reduced.pixels.array.map { UInt8(($0 * 255).rounded()) }
                #expect(found == wanted.pixels, "\(wanted.colors) colours, \(wanted.dither)")
            }
        }
    }

    @Test func `a blur agrees with PyTorch's to the last bits`() throws {
        let recorded = try RecordedNodes.read()
        let pixels = Tensor(recorded.picture.map { Float($0) / 255 }, shape: [1, 9, 11, 3])
        for wanted in recorded.blurs {
            let blurred = try pixels.filtered(by: GaussianKernel(radius: wanted.radius, sigma: wanted.sigma))
            let difference = zip(blurred.array, wanted.blurred).map { abs($0 - $1) }.reduce(0, max)
            #expect(difference < 5e-7, "radius \(wanted.radius)")
        }
    }

    @Test func `a radius that is larger than the picture is refused`() {
        #expect(throws: PixelError.radiusTooLarge(4, side: 3)) {
            try Tensor(zeros: [1, 3, 9, 3]).filtered(by: GaussianKernel(radius: 4, sigma: 1))
        }
    }

    @Test func `edges are where brightness steps, and weak ones only where they touch strong ones`() {
        // Black on the left, white on the right, gray between.
        let step = Tensor((0..<64).map { $0 % 8 < 4 ? 0 : $0 % 8 > 4 ? 1 : 0.5 }, shape: [1, 8, 8, 1])
        let edges = CannyEdges(low: 0.1, high: 0.3)(step)
        let columns = Set(edges.array.indices.filter { edges.array[$0] == 1 }.map { $0 % 8 })
        #expect(columns == [4])
        #expect(
            CannyEdges(low: 0.1, high: 0.3)(Tensor(repeating: 0.5, shape: [1, 8, 8, 3])).array.allSatisfy { $0 == 0 })
    }

    /// What kornia's `canny` draws of a white rectangle: pixels, and the sums of their rows and columns. Which of two equal
    /// neighbours it draws hangs on the last bit; pictures of a batch, and large ones, are added up otherwise than small ones.
    @Test(arguments: [
        (shape: [1, 16, 18], rows: 4..<11, columns: 5..<13, drawn: (26, 184, 221)),
        (shape: [2, 16, 18], rows: 4..<11, columns: 5..<13, drawn: (24, 176, 204)),
        (shape: [1, 160, 150], rows: 30..<120, columns: 41..<100, drawn: (241, 20366, 16870)),
    ])
    func `edges of sharp shapes are where ComfyUI draws them`(
        shape: [Int], rows: Range<Int>, columns: Range<Int>, drawn: (Int, Int, Int)
    ) {
        let (height, width) = (shape[1], shape[2])
        let picture = (0..<height * width).flatMap { place -> [Float] in
            let isInside = rows.contains(place / width) && columns.contains(place % width)
            return [Float](repeating: isInside ? 1 : 0, count: 3)
        }
        let pixels = Tensor(picture, shape: [1, height, width, 3]).repeated(shape[0], axis: 0)
        let edges = CannyEdges(low: 0.4, high: 0.8)(pixels).array
        let places = (0..<height * width).filter { edges[$0] == 1 }
        #expect(places.count == drawn.0)
        #expect(places.reduce(0) { $0 + $1 / width } == drawn.1)
        #expect(places.reduce(0) { $0 + $1 % width } == drawn.2)
    }

    @Test func `colours survive the way to brightness and back`() {
        let pixels = Tensor([0.2, 0.4, 0.9, 1, 0, 0.5], shape: [1, 1, 2, 3])
        let planes = YUV.planes(pixels)
        let back = YUV.picture(y: planes.y, u: planes.u, v: planes.v)
        #expect(zip(back.array, pixels.array).allSatisfy { abs($0 - $1) < 2e-3 })
    }

    @Test(arguments: [
        (PixelError.noPixelsLeft(height: 0, width: 5), "the result: 5×0 pixels are no picture. Use a larger size."),
        (.radiusTooLarge(9, side: 4), "the radius: 9 pixels are too many for a side of 4. Use at most 3."),
        (
            .outside(x: 8, y: 1, height: 4, width: 6),
            "the rectangle: (8, 1) lies outside the 6×4 pixels. Move it."
        ),
        (
            .noChannel("alpha", channels: 3),
            "channel 'alpha': the picture has only 3. Choose another channel."
        ),
    ])
    func `errors say what happened and what to do`(error: PixelError, sentence: String) {
        #expect("\(error)" == sentence)
    }
}
