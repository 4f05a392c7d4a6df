# Глава лекции 03-recurrence: что нашли эксперименты и что говорят рисунки.

found-learns = До обучения: «{ $before }». После { $steps } шагов: «{ $after }». Потеря упала с { $first } до { NUMBER($last, minimumFractionDigits: 2) } ната на символ.
found-context-fades = После { $steps } шагов обучения: за «{ $one }» и «{ $other }» состояния расходились на { $first } % своей длины на первом символе общего конца и на { $last } % на последнем, { $count }-м. Прошлое тускнеет.
found-context-stays = После { $steps } шагов обучения: за «{ $one }» и «{ $other }» состояния расходились на { $first } % своей длины на первом символе общего конца и всё ещё на { $last } % на последнем, { $count }-м. Состояние ещё различает два текста.
found-shared = И на { $short }, и на { $long } { $long ->
        [one] шаг
        [few] шага
       *[other] шагов
    } — параметров { NUMBER($parameters) }. Шаг обучения занял { $ms } мс и { $msLong } мс, в { $times } { $times ->
        [one] раз
        [many] раз
       *[other] раза
    } дольше: каждый шаг во времени — это та же работа ещё раз.
found-shared-differ = На { $short } { $short ->
        [one] шаг
        [few] шага
       *[other] шагов
    } — параметров { NUMBER($parameters) }, на { $long } — { NUMBER($parametersLong) }; шаг обучения занял { $ms } мс и { $msLong } мс (в { $times } { $times ->
        [one] раз
        [many] раз
       *[other] раза
    } дольше).
found-falls-even = За { $steps } шагов обучения сумма по { $count } шагам упала с { $first } до { $last } { $last ->
        [one] ната
        [few] натов
        [many] натов
       *[other] ната
    }. Первые { $quarter } шагов стоят по { NUMBER($early, minimumFractionDigits: 2) } ната, последние { $quarter } — по { NUMBER($late, minimumFractionDigits: 2) }: выигрывают все одинаково, ведь состояние переносится из предыдущего текста.
found-falls-late = За { $steps } шагов обучения сумма по { $count } шагам упала с { $first } до { $last } { $last ->
        [one] ната
        [few] натов
        [many] натов
       *[other] ната
    }. Первые { $quarter } шагов всё ещё стоят по { NUMBER($early, minimumFractionDigits: 2) } ната, последние { $quarter } — лишь по { NUMBER($late, minimumFractionDigits: 2) }: они видели больше текста.
found-where-begins = После { $steps } шагов буква в начале слова стоит в среднем { NUMBER($first, minimumFractionDigits: 2) } ната (букв: { $begins }), внутри слова — { NUMBER($inner, minimumFractionDigits: 2) } ната (букв: { $within }): какое слово будет следующим — вопрос потруднее.
found-where-within = После { $steps } шагов буква в начале слова стоит в среднем { NUMBER($first, minimumFractionDigits: 2) } ната (букв: { $begins }), внутри слова — { NUMBER($inner, minimumFractionDigits: 2) } ната (букв: { $within }): пока сеть знает слова не лучше, чем их начала.

fig-table = Те же числа таблицей
fig-rnn = Рекуррентная сеть, свёрнутая и развёрнутая
fig-rnn-view = Вид
fig-rnn-folded = Свёрнутая
fig-rnn-unrolled = Развёрнутая
fig-rnn-step = Шаг
fig-rnn-label-folded = Сеть одним блоком: вход, состояние с петлёй через W, выход
fig-rnn-label-unrolled = Сеть, развёрнутая во времени: внизу входы, посередине состояния, вверху выходы
fig-rnn-vectors = Первые числа каждого вектора при t = { $t }
fig-rnn-unit = нейрон
fig-rnn-before = Наведите на шаг: подсвечен путь, которым всё прочитанное доходит до этого выхода. Когда открыта лаборатория ниже, состояния показывают её живые числа.
fig-rnn-live = Живые числа лаборатории: столбики в кругах — первые нейроны состояния, вверх положительные, вниз отрицательные; в таблице — слагаемые формулы на выбранном шаге.

fig-losses = Потеря каждого шага и их сумма
fig-losses-sum = ∑ L для t = 0 … { $last }: { $sum } ната, по { $mean } на шаг
fig-losses-axis = L, наты
fig-losses-desc = По столбику на символ: минус логарифм вероятности, которую дала ему сеть.
fig-losses-one = t = { $t }, «{ $character }»: { $loss } ната
fig-losses-character = Символ
fig-losses-before = До обучения все { $kinds } { $kinds ->
        [one] символ
        [few] символа
       *[other] символов
    } примерно одинаково вероятны, поэтому каждый шаг стоит ln { $kinds }. Обучайте сеть в лаборатории — и столбики станут её собственными.
fig-losses-live = То, что лаборатория только что прочитала. Наведите на столбик или нажимайте стрелки: сумма считается до него.
