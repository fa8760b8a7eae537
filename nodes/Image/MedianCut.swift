/// A palette whose colours each stand for about as many pixels of a picture.
///
/// The box with the most pixels is cut in two, again and again, across its longest side.
///
/// - Source: Heckbert 1982, with the weights and the order of Pillow's `quantize`, so that palettes are the same.
struct MedianCut {
    /// The palette, in the order of the boxes.
    let palette: [Colour]

    /// Above as many different colours, the lowest bits are left out.
    private static let mostColours = 65_536

    /// How much red, green and blue count where the longest side is looked for.
    private static let weights = [77, 150, 29]

    /// A different colour, and how many pixels have it.
    private struct Entry {
        let colour: Colour
        let count: Int
    }

    /// A box of colours, or the two that it was cut into.
    private struct Box {
        var entries: [Entry]
        let pixels: Int
        var halves: (Int, Int)?
    }

    /// - Parameter limit: colours of the palette at most, from 1.
    init(_ picture: BytePicture, limit: Int) {
        var (bits, counts) = (0, [Colour: Int]())
        repeat {
            counts = [:]
            for pixel in 0..<picture.pixelCount { counts[picture[pixel].coarsened(by: bits), default: 0] += 1 }
            bits += 1
        } while counts.count > Self.mostColours
        bits -= 1

        var boxes = [
            Box(entries: counts.map { Entry(colour: $0.key, count: $0.value) }, pixels: picture.pixelCount)
        ]
        Self.cut(&boxes, limit: limit)
        palette = Self.averages(of: Self.leaves(of: boxes), in: boxes, picture, bits: bits)
    }

    private static func cut(_ boxes: inout [Box], limit: Int) {
        var queue = FullestFirst()
        queue.add(0, boxes[0].pixels)
        for _ in 1..<max(limit, 1) {
            var next = queue.removeFirst()
            // A box of a single colour cannot be cut.
            while let box = next, boxes[box].entries.count == 1 { next = queue.removeFirst() }
            guard let box = next else { return }
            let (left, right) = halves(of: boxes[box])
            boxes[box].halves = (boxes.count, boxes.count + 1)
            boxes[box].entries = []
            boxes += [left, right]
            queue.add(boxes.count - 2, left.pixels)
            queue.add(boxes.count - 1, right.pixels)
        }
    }

    /// The brighter half and the darker half; a level is never in both.
    private static func halves(of box: Box) -> (Box, Box) {
        var (axis, longest) = (0, -1)
        for channel in 0..<3 {
            let levels = box.entries.map { Int($0.colour[channel]) }
            let length = (levels.reduce(0, max) - levels.reduce(255, min)) * weights[channel]
            if length > longest { (axis, longest) = (channel, length) }
        }
        let sorted = box.entries.sorted { $0.colour[axis] > $1.colour[axis] }
        var end = 0
        var pixels = 0
        while end < sorted.count {
            pixels += sorted[end].count
            end += 1
            if pixels * 2 > box.pixels { break }
        }
        while end < sorted.count, sorted[end].colour[axis] == sorted[end - 1].colour[axis] { end += 1 }
        if end == sorted.count {
            while end > 0, sorted[end - 1].colour[axis] == sorted[sorted.count - 1].colour[axis] { end -= 1 }
        }
        func half(_ entries: ArraySlice<Entry>) -> Box {
            Box(entries: Array(entries), pixels: entries.reduce(0) { $0 + $1.count })
        }
        return (half(sorted[..<end]), half(sorted[end...]))
    }

    private static func leaves(of boxes: [Box], from root: Int = 0) -> [Int] {
        guard let (left, right) = boxes[root].halves else { return [root] }
        return leaves(of: boxes, from: left) + leaves(of: boxes, from: right)
    }

    /// The mean colour of each box, from the pixels as they are.
    private static func averages(
        of leaves: [Int], in boxes: [Box], _ picture: BytePicture, bits: Int
    ) -> [Colour] {
        var places: [Colour: Int] = [:]
        for (place, leaf) in leaves.enumerated() {
            for entry in boxes[leaf].entries { places[entry.colour] = place }
        }
        var sums = [[Int]](repeating: [0, 0, 0], count: leaves.count)
        var counts = [Int](repeating: 0, count: leaves.count)
        for pixel in 0..<picture.pixelCount {
            let colour = picture[pixel]
            guard let place = places[colour.coarsened(by: bits)] else { continue }
            for channel in 0..<3 { sums[place][channel] += Int(colour[channel]) }
            counts[place] += 1
        }
        return zip(sums, counts).map { sum, count in
            let mean = sum.map { UInt8(0.5 + Double($0) / Double(max(count, 1))) }
            return Colour(red: mean[0], green: mean[1], blue: mean[2])
        }
    }
}

/// A binary heap of boxes, the one with the most pixels first.
///
/// Which of two equally full ones comes first is decided as Pillow's heap does, as it changes the palette.
private struct FullestFirst {
    private var heap: [(box: Int, pixels: Int)] = []

    mutating func add(_ box: Int, _ pixels: Int) {
        heap.append((box, pixels))
        var place = heap.count - 1
        while place > 0 {
            let parent = (place + 1) / 2 - 1
            guard pixels > heap[parent].pixels else { break }
            heap[place] = heap[parent]
            place = parent
        }
        heap[place] = (box, pixels)
    }

    mutating func removeFirst() -> Int? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first.box }
        var place = 0
        while place * 2 + 1 < heap.count {
            var child = place * 2 + 1
            if child + 1 < heap.count, heap[child].pixels < heap[child + 1].pixels { child += 1 }
            if last.pixels > heap[child].pixels { break }
            heap[place] = heap[child]
            place = child
        }
        heap[place] = last
        return first.box
    }
}
