// Charts are drawn from the table beside them, so that both say the same; without this script the table is all there is.
// The library is fetched when a chart is about to be seen, and by no other page.

(() => {
  const WIDE = 300, HIGH = 165, HEAD = 38, FOOT = 24, SIDE = 44, END = 56;

  const read = (table) => ({
    days: [...table.tHead.rows[0].querySelectorAll("[data-day]")].map((cell) => cell.dataset.day),
    lines: [...table.tBodies[0].rows].map((row) => ({
      name: row.cells[0].textContent.trim(),
      values: [...row.querySelectorAll("[data-percent]")].map((cell) => (cell.dataset.percent ? Number(cell.dataset.percent) : null)),
    })),
  });

  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const shortened = (name, most) => (name.length > most ? name.slice(0, most - 1) + "…" : name);

  // equal small charts instead of one with many colours: nothing has to be told apart by colour
  const options = ({ days, lines }, width) => {
    const across = Math.max(1, Math.floor(width / WIDE)), wide = width / across;
    const quiet = ink("--xz-quiet"), line = ink("--xz-line"), blue = ink("--xz-blue");
    const size = Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8);
    const made = { animation: false, grid: [], xAxis: [], yAxis: [], series: [] };
    lines.forEach(({ name, values }, at) => {
      const left = (at % across) * wide, top = Math.floor(at / across) * HIGH;
      made.grid.push({ left: left + SIDE, top: top + HEAD, width: wide - SIDE - END, height: HIGH - HEAD - FOOT });
      made.xAxis.push({
        gridIndex: at, type: "category", data: days, boundaryGap: false,
        axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
        axisLabel: { color: quiet, fontSize: size, interval: days.length - 2, formatter: (day) => day.slice(0, 7), showMinLabel: true, showMaxLabel: true, alignMinLabel: "left", alignMaxLabel: "right" },
      });
      made.yAxis.push({
        gridIndex: at, type: "value", min: 0, max: 100, interval: 50,
        name: shortened(name, Math.floor((wide - 16) / size) - (/[\u3400-\u9fff]/.test(name) ? 0 : -12)), nameLocation: "end", nameGap: 16,
        nameTextStyle: { color: ink("--xz-ink"), fontSize: size + 1, align: "left", padding: [0, 0, 0, 8 - SIDE] },
        axisLabel: { color: quiet, fontSize: size, formatter: "{value}%" }, splitLine: { lineStyle: { color: line } },
      });
      const plain = { type: "line", xAxisIndex: at, yAxisIndex: at, symbol: "none", silent: true, connectNulls: false };
      if (at) made.series.push({ ...plain, data: lines[0].values, lineStyle: { color: quiet, width: 1, type: "dashed" } });
      const last = values.findLastIndex((one) => one !== null);
      made.series.push({
        ...plain, symbol: "circle", symbolSize: 4, showAllSymbol: true, lineStyle: { color: blue, width: 2 }, itemStyle: { color: blue },
        data: values.map((value, place) => (place === last
          ? { value, label: { show: true, position: "right", color: ink("--xz-ink"), fontSize: size, formatter: () => `${value.toFixed(1)}%` } }
          : value)),
      });
    });
    return { made, high: Math.ceil(lines.length / across) * HIGH };
  };

  const draw = (place) => {
    const found = read(document.getElementById(place.dataset.table));
    const again = () => {
      const width = place.clientWidth, { made, high } = options(found, width);
      place.style.height = `${high}px`;
      const chart = echarts.getInstanceByDom(place) || echarts.init(place, null, { renderer: "canvas" });
      chart.resize({ width, height: high });
      chart.setOption(made, true);
      return width;
    };
    let drawn = again();
    new ResizeObserver(() => {
      if (Math.abs(place.clientWidth - drawn) > 4) drawn = again();
    }).observe(place);
  };

  const fetched = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  for (const place of document.querySelectorAll(".xz-chart")) {
    const words = document.getElementById(place.getAttribute("aria-describedby"));
    place.hidden = words.hidden = false;
    new IntersectionObserver((seen, watch) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      fetched(place.dataset.library).then(() => draw(place)).catch(() => { place.hidden = words.hidden = true; });
    }, { rootMargin: "200px" }).observe(place);
  }
})();
