extension Diagram {
    /// Each box's column: one after the latest of its sources, so that links lead to the right. A box without sources stands
    /// just before the first that it feeds. In a loop, one link leads back.
    func ranks() -> [Int] {
        var targets = [[Int]](repeating: [], count: boxes.count)
        var waiting = [Int](repeating: 0, count: boxes.count)
        for link in links {
            targets[link.source].append(link.target)
            waiting[link.target] += 1
        }
        let isStart = waiting.map { $0 == 0 }

        var ranks = [Int](repeating: 0, count: boxes.count)
        var isPlaced = [Bool](repeating: false, count: boxes.count)
        var queue = boxes.indices.filter { waiting[$0] == 0 }
        var next = 0
        var unplaced = 0
        while true {
            if next == queue.count {
                // Whatever is left is in a loop, or behind one: it is opened at its first box.
                while unplaced < boxes.count, isPlaced[unplaced] { unplaced += 1 }
                guard unplaced < boxes.count else { break }
                queue.append(unplaced)
            }
            let box = queue[next]
            next += 1
            guard !isPlaced[box] else { continue }
            isPlaced[box] = true
            for target in targets[box] where !isPlaced[target] {
                ranks[target] = max(ranks[target], ranks[box] + 1)
                waiting[target] -= 1
                if waiting[target] == 0 { queue.append(target) }
            }
        }

        for box in boxes.indices where isStart[box] {
            if let first = targets[box].map({ ranks[$0] }).min(), first > 0 { ranks[box] = first - 1 }
        }
        return ranks
    }
}
