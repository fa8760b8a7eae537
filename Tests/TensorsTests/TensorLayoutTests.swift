import Tensors
import TestSupport
import Testing

struct TensorLayoutTests {
    let x = Tensor((0..<24).map(Float.init), shape: [2, 3, 4])

    @Test func `slices keep the elements in range`() {
        #expect(x.sliced(axis: 0, 1..<2).array == (12..<24).map(Float.init))
        #expect(x.sliced(axis: 1, 1..<2).array == [4, 5, 6, 7, 16, 17, 18, 19])
        #expect(x.sliced(axis: 2, 1..<3).array == [1, 2, 5, 6, 9, 10, 13, 14, 17, 18, 21, 22])
        #expect(x.sliced(axis: 2, 2..<2).shape == [2, 3, 0])
    }

    @Test(arguments: [0, 1, 2])
    func `slices put together again are the whole`(axis: Int) {
        let cut = x.shape[axis] / 2
        let parts = [x.sliced(axis: axis, 0..<cut), x.sliced(axis: axis, cut..<x.shape[axis])]
        let whole = concatenate(parts, axis: axis)
        #expect(whole.shape == x.shape && whole.array == x.array)
    }

    @Test func `repeats go round or stay`() {
        let pair = Tensor([1, 2, 3, 4], shape: [2, 2])
        #expect(pair.repeated(2, axis: 0).array == [1, 2, 3, 4, 1, 2, 3, 4])
        #expect(pair.repeated(2, axis: 1).array == [1, 2, 1, 2, 3, 4, 3, 4])
        #expect(pair.repeatedEach(2, axis: 0).array == [1, 2, 1, 2, 3, 4, 3, 4])
        #expect(pair.repeatedEach(2, axis: 1).array == [1, 1, 2, 2, 3, 3, 4, 4])
        #expect(pair.repeatedEach(3, axis: 1).shape == [2, 6])
    }

    @Test func `channels first and last undo each other`() {
        let image = Tensor(noise(2 * 3 * 5 * 7), shape: [2, 3, 5, 7])
        #expect(channelsLast(image).shape == [2, 5, 7, 3])
        #expect(channelsFirst(channelsLast(image)).array == image.array)
        #expect(channelsLast(image).array[1] == image.array[35])
    }

    @Test func `rows are gathered in the order asked for`() {
        let table = Tensor([0, 1, 10, 11, 20, 21], shape: [3, 2])
        #expect(gatherRows(table, [2, 0, 2]).array == [20, 21, 0, 1, 20, 21])
    }

    @Test func `rows are written over others, and copies of the tensor keep theirs`() {
        let before = Tensor(noise(40), shape: [5, 8])
        var table = before
        table.replaceRows([3, 0], by: Tensor(noise(16, seed: 2), shape: [2, 8]))
        #expect(table.gathered(axis: 0, [3, 0]).array == noise(16, seed: 2))
        #expect(table.gathered(axis: 0, [1, 2, 4]).array == before.gathered(axis: 0, [1, 2, 4]).array)
        #expect(before.array == noise(40))
    }

    @Test func `arithmetic leaves its operands alone`() {
        let a = Tensor([1, 2, 3], shape: [3])
        var b = a
        b += a
        b -= Tensor([1, 0, 0], shape: [3])
        b *= Tensor([1, 2, 3], shape: [3])
        #expect(a.array == [1, 2, 3] && b.array == [1, 8, 18])
        #expect((a + b).array == [2, 10, 21] && (b - a).array == [0, 6, 15])
        #expect((b / a).array == [1, 4, 6] && (1 - a).array == [0, -1, -2] && (6 / a).array == [6, 3, 2])
        #expect((a * 2 + 1).array == [3, 5, 7] && (-a).array == [-1, -2, -3])
        #expect(lerp(a, b, 0.5).array == [1, 5, 10.5] && clamp(b, 2...9).array == [2, 8, 9])
    }

    @Test func `a part of a tensor is computed with like a whole`() {
        let part = x[rows: 1..<2]
        #expect((part + part).array == (12..<24).map { Float(2 * $0) })
        #expect(transposed(part, [0, 2, 1]).array.prefix(3) == [12, 16, 20])
    }

    @Test func `flips and quarter turns move every pixel`() {
        let square = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
        #expect(square.flipped(axis: 0).array == [4, 5, 6, 1, 2, 3])
        #expect(square.flipped(axis: 1).array == [3, 2, 1, 6, 5, 4])
        // Towards the second axis as torch.rot90 turns: the last column becomes the first row.
        let turned = square.rotated(quarterTurns: 1, from: 0, to: 1)
        #expect(turned.shape == [3, 2] && turned.array == [3, 6, 2, 5, 1, 4])
        #expect(square.rotated(quarterTurns: 2, from: 0, to: 1).array == [6, 5, 4, 3, 2, 1])
        #expect(square.rotated(quarterTurns: -1, from: 0, to: 1).array == [4, 1, 5, 2, 6, 3])
        #expect(square.rotated(quarterTurns: 4, from: 0, to: 1).array == square.array)
    }

    @Test func `axes of length one are drawn out`() {
        let row = Tensor([1, 2], shape: [1, 2, 1])
        #expect(row.broadcast(to: [2, 2, 3]).array == [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2])
    }

    @Test func `pairs of elements are compared one by one`() {
        let (a, b) = (Tensor([1, 5, -3], shape: [3]), Tensor([2, 4, -4], shape: [3]))
        #expect(maximum(a, b).array == [2, 5, -3] && minimum(a, b).array == [1, 4, -4])
        #expect(rounded(Tensor([0.5, 1.5, -2.4, 2.6], shape: [4])).array == [0, 2, -2, 3])
        #expect(a.adding(b, times: 2).array == [5, 13, -11])
        #expect(magnitude(a).array == [1, 5, 3] && squareRoot(Tensor([9], shape: [1])).array == [3])
    }
}
